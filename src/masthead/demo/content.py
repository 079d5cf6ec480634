"""The demo site: an association, its people, its pages. All of it is invented."""

from __future__ import annotations

from masthead.demo import english, persian
from masthead.demo.records import PersonData, SiteData, StaticPageData, heading, points, text

PEOPLE = (
    PersonData(
        "association",
        "The Lantern Street Association",
        "Lantern Street Association",
        "<p>Forty-one lamps, a tin box, and a meeting on the first Thursday.</p>",
        sort="organisation",
    ),
    PersonData(
        "ottilie",
        "Ottilie Marsh",
        "Marsh, Ottilie",
        "<p>Keeps the minutes, and the biscuit tin in which they are kept. Her mother was the last lamplighter who was "
        "paid for it.</p>",
    ),
    PersonData(
        "bram",
        "Bram Ketteridge",
        "Ketteridge, Bram",
        "<p>The fourth baker of that name in Lantern Street. Takes photographs at hours when nobody else would.</p>",
    ),
    PersonData(
        "mehrnoush",
        "مهرنوش کرانه",
        "کرانه، مهرنوش",
        "<p>آموزگار کلاس سوم؛ می‌نویسد، ترجمه می‌کند و دفترهای شاگردانش را نگه می‌دارد.</p>",
        slug="mehrnoush-karaneh",
    ),
    PersonData(
        "yavar",
        "یاور فانوسی",
        "فانوسی، یاور",
        "<p>نوزده سال رانندهٔ خط شش بود. هنوز هم سر ایستگاه می‌ایستد و آرام زنگ می‌زند.</p>",
        slug="yavar-fanousi",
    ),
    PersonData(
        "ines",
        "Ines Holloway",
        "Holloway, Ines",
        "<p>Ferry pilot for thirty-four years, and not an old salt.</p>",
    ),
    PersonData(
        "lene",
        "Lene Obermoos",
        "Obermoos, Lene",
        "<p>Irons at meetings, and looks after whatever has been lost. Learned to read Persian from a tin of tea.</p>",
    ),
    PersonData(
        "tomasz",
        "Tomasz Wrona",
        "Wrona, Tomasz",
        "<p>Electrician at the tram depot. Has been up all forty-one lamps, and down again.</p>",
        website="https://example.org/lamps",
    ),
    PersonData(
        "augustin",
        "Augustin Pell",
        "Pell, Augustin",
        "<p>Mends clocks, writes to the council, and has two dogs of one name.</p>",
    ),
    PersonData(
        "wren",
        "Wren Achterberg",
        "Achterberg, Wren",
        "<p>Was eight when the association was founded, and asked for a chair of her size.</p>",
    ),
    PersonData(
        "ferdinand",
        "Ferdinand Abara",
        "Abara, Ferdinand",
        "<p>Keeps the weather book of the harbour: one line a day, at seven.</p>",
    ),
    PersonData(
        "golnar",
        "گلنار سپیدار",
        "سپیدار، گلنار",
        "<p>کمانچه می‌زند و گروه هم‌خوانی پنجره‌ها را رهبری می‌کند؛ همه را با هم هرگز ندیده است.</p>",
        slug="golnar-sepidar",
    ),
    PersonData(
        "sohrab",
        "سهراب دریابندی",
        "دریابندی، سهراب",
        "<p>یازده سال در موتورخانهٔ کشتی بود. حالا تور رفو می‌کند و به بچه‌ها چیزی یاد نمی‌دهد.</p>",
        slug="sohrab-daryabandi",
    ),
)

ABOUT = StaticPageData(
    "About the association",
    "about",
    "en",
    (
        text(
            "The Lantern Street Association was founded on a spring evening in 2019, by forty-one people who had each "
            "brought a chair. It looks after forty-one lamps, seven trees, one bench and a biscuit tin.",
            "We meet under a lamp on the first Thursday of the month. Which lamp is told at the bakery.",
        ),
        heading("How to join"),
        points("Bring a chair.", "Sit down.", "If it rains, bring an umbrella from the stand. There are enough."),
        heading("A word of honesty"),
        text(
            "Neither Lantern Street nor the town of Port Ambrel nor anybody on this site exists. It was all made up, "
            "and the pictures were drawn by a program, to show what a site looks like when people have written in it.",
        ),
    ),
)

ABOUT_IN_PERSIAN = StaticPageData(
    "دربارهٔ انجمن",
    "درباره",
    "fa",
    (
        text(
            "انجمن کوچهٔ فانوس یک عصر بهاری در سال ۲۰۱۹ درست شد؛ چهل‌ویک نفر بودند و هر کدام یک صندلی آورده بود. انجمن "
            "از چهل‌ویک چراغ، هفت درخت، یک نیمکت و یک قوطی بیسکویت نگهداری می‌کند.",
            "نخستین پنجشنبهٔ هر ماه زیر یکی از چراغ‌ها جمع می‌شویم. کدام چراغ؟ از نانوایی بپرسید.",
        ),
        heading("چگونه به ما بپیوندید"),
        points("یک صندلی بیاورید.", "بنشینید.", "اگر باران آمد، از جاچتری چتری بردارید؛ برای همه هست."),
        heading("راستش را بخواهید"),
        text(
            "نه کوچهٔ فانوس وجود دارد، نه بندر آمبرل و نه هیچ‌یک از آدم‌های این‌جا. همه را ساخته‌ایم، و تصویرها را برنامه‌ای "
            "کشیده است، تا ببینید سایتی که در آن نوشته‌اند چه شکلی دارد.",
        ),
    ),
)

SITE = SiteData(
    name="The Lantern Street Association",
    tagline="Neighbours who keep forty-one lamps lit, and what is said under them",
    introduction="<p>In 2019 the lamps of Lantern Street were to be taken down, and forty-one people sat down under "
    "them. Most of us are still sitting there. This is what we write about it, in two languages.</p>",
    lead="en-longest-night",
    footer="<p>The Lantern Street Association, Port Ambrel. Everything here is invented, the weather included.</p>",
    people=PEOPLE,
    blogs=(english.BLOG, persian.BLOG),
    static_pages=(ABOUT, ABOUT_IN_PERSIAN),
)
