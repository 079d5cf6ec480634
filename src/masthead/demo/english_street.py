"""Stories of the demo's English blog that happen on dry land."""

from __future__ import annotations

from masthead.demo.records import (
    EntryData,
    article,
    code,
    film,
    footnotes,
    heading,
    kept,
    markup,
    more,
    papers,
    picture,
    points,
    pull_quote,
    quotation,
    steps,
    table,
    text,
)

STREET, BAKERY, MINUTES = ("The street",), ("The bakery",), ("Minutes",)

STORIES: tuple[EntryData, ...] = (
    article(
        "en-who-changes",
        (2019, 6, 22, 17, 0),
        "How to change the glass of a lamp",
        text(
            "I mend trams. A lamp is a tram that stays where it is, so I was asked. Here is what I know, for the day "
            "when I am on holiday and it is dark.",
        ),
        heading("Before you go up"),
        points(
            "Tell the lamp’s neighbours. They will want to hold the ladder, and it is easier to let them.",
            "Switch off at the box in number one. The key is in the box. The key to the box is at the bakery.",
            "Take a glass that has been measured twice. The forty-one openings are of forty-one sizes.",
        ),
        heading("Up there"),
        heading("The screws", 3),
        text(
            "There are four, and the fourth is stuck. Do not oil it. It has been oiled since 1911, and that is why it "
            "is stuck. Warm it with your hand and think of something else.",
        ),
        heading("If there is a spider", 4),
        text("There is a spider. She was there before the association. Work round her."),
        heading("The glass", 3),
        text(
            "Set it in from below, turn it by a finger’s breadth, and listen. If it rings, it is in. If it answers, "
            "you have disturbed lamp 12, which hums.",
        ),
        heading("Afterwards"),
        text(
            "Write the date into the book. Write your name, too. It is a strange thing to read, on a wet night at the "
            "top of a ladder, that your father stood here on the ninth of May.",
        ),
        papers("To take along", glasses="The sizes of the forty-one glasses", rules="The rules of the ladder"),
        by="tomasz",
        topics=STREET,
        tags=("lamps",),
        translation="glass",
    ),
    article(
        "en-irons",
        (2019, 12, 14, 16, 20),
        "What one hears while ironing",
        text(
            "I take my ironing to the meetings. It began because I had no time, and went on because I found that "
            "nobody raises his voice next to somebody who irons. You cannot shout at a pillowcase.",
            "Since then I have ironed through the budget, through the paint, and twice through the dogs. I do not take "
            "part. But I keep a list of what I iron while what is being said, and when I look at it now it is as good "
            "as minutes, and smoother.",
        ),
        table(
            "From my list",
            ("Was discussed", "Was ironed", "Was decided"),
            ("Whether to have a chair", "Tea towels", "No: forty-one"),
            ("The colour of the paint", "A tablecloth, both sides", "Nothing"),
            ("The colour of the paint", "The same tablecloth", "Nothing"),
            ("Mr. Pell’s dogs", "Handkerchiefs", "That they are two"),
        ),
        text("Next month we elect somebody. I have put aside the sheets."),
        by="lene",
        topics=MINUTES,
        tags=("beginnings", "dogs"),
    ),
    article(
        "en-choir-windows",
        (2020, 12, 6, 19, 0),
        "A choir that cannot see itself",
        text(
            "A choir breathes together; that is what it is for. When we could no longer stand in one room, we stood "
            "at our windows, and found that we could not breathe together across a street. By the time that the "
            "basses had heard the altos take breath, the altos had finished.",
            "The distance from number two to number forty is a hundred and ninety metres. Sound needs more than half "
            "a second for that. I reckoned it out, and then I did what one does with a fact: I wrote it into the "
            "score.",
        ),
        picture(
            "windows",
            "",
            "The choir of Lantern Street. The bass is the third window from the left, behind the curtain.",
        ),
        text(
            "Each house now begins a little later than the one before. If you stand at number two, it is a mess. If "
            "you stand at number forty, it is another mess. But there is one place, in front of the customs house, "
            "under the fig, where all of it arrives at the same moment.",
        ),
        pull_quote("There is one place where all of it arrives at the same moment."),
        text(
            "Only one person can stand there. We draw lots. So far it has been Ines, the postman, a child who had been "
            "sent out for milk, and, on the second Sunday of Advent, nobody: the lot fell on a house whose people "
            "had gone in the summer. We sang it all the same, towards the fig, and I am told that it arrived.",
        ),
        by="golnar",
        topics=STREET,
        tags=("music", "winter"),
        translation="choir",
    ),
    article(
        "en-customs",
        (2021, 4, 18, 14, 0),
        "A short history of the customs house, as far as it admits to one",
        text(
            "The customs house was built for a customs officer who never came. The town had asked for one in 1788, "
            "was promised one, and put up a house with a counter, a scale and a flag. For two hundred and thirty "
            "years it has been ready.[^ready]",
            "Meanwhile people have brought it what they wanted to have weighed: a bride’s trunk, a disputed ham, in "
            "1916 a letter. The scale is said to be exact. It has never been compared with another.",
        ),
        more(),
        heading("The fig"),
        text(
            "Somewhere about 1840 a fig grew out of the wall on the side of the sea. The only figs on this coast at "
            "the time were dried ones, in a barrel, which had been set down <i>in front of</i> the wall, for "
            "inspection. So it was an import, and never declared. Mr. Pell’s grandfather wrote the bill. It stands "
            "today, with the interest, at a little more than the house is worth.",
        ),
        picture("fig", "", "The fig. The house is behind it, to hold it up."),
        markup(
            "<details><summary>The bill of 1884, copied from the counter</summary>"
            "<dl><dt>For one (1) tree, fig, living</dt><dd>Four shillings</dd>"
            "<dt>For storage upon a wall of the Crown</dt><dd>A penny a month</dd>"
            "<dt>For figs, eaten by officers of the Customs</dt><dd><del>None</del> <ins>None proved</ins></dd></dl>"
            "</details>"
        ),
        text(
            "What the house is for, nobody knows, and everybody has a key. It is where we keep the ladder, the tin, "
            "and whatever must wait until somebody comes who is responsible for it.",
        ),
        footnotes(
            ready="The flag is taken in when it rains. Who does that is not known. It has been done since before "
            "anybody asked."
        ),
        by="augustin",
        topics=STREET,
        tags=("trees", "beginnings"),
    ),
    article(
        "en-penknife",
        (2021, 9, 25, 11, 0),
        "I am eleven and I have a key",
        text(
            "When you are eleven you get a key to the customs house. Everybody has one, but at eleven you are told "
            "where it is, which is where it always was: on the nail, behind the flag.",
            "I went in on my own. It was dark and smelled of rope. I weighed myself. Then I weighed my bag. Then I "
            "wanted to weigh something that has no weight, so I put my hand on the scale and thought of my "
            "grandfather.",
            "The needle moved. Ferdinand says it was my pulse. That is exactly what I mean.",
        ),
        by="wren",
        topics=STREET,
        tags=("beginnings",),
    ),
    article(
        "en-dusk-program",
        (2022, 1, 23, 20, 15),
        "The switch, explained for those who will have to repair it",
        text(
            "The lamps come on by themselves, at dusk. There is no clock in the box, as people think, nor an eye. "
            "There is a little program, and since I wrote it I am the only one who can be woken because of it. I "
            "should like to share that.",
            "Dusk depends on the day of the year and on nothing else. The sun is predictable. It is the only thing on "
            "this coast that the depot has never had to apologise for.",
        ),
        code(
            "python",
            "from math import cos, pi, sin\n\n\n"
            "def minutes_of_dusk(day: int) -> int:\n"
            '    """How long after noon the lamps of Lantern Street come on, on this day of the year."""\n'
            "    year = 2 * pi * (day - 81) / 365\n"
            "    sunset = 360 + 118 * sin(year)\n"
            "    wobble = 7.5 * sin(year) - 9.9 * sin(2 * year)  # the sun is not quite on time after all\n"
            "    return round(sunset + wobble + TWILIGHT)\n\n\n"
            "TWILIGHT = 18  # Mrs. Obermoos says seventeen\n",
        ),
        text(
            "On the longest night it prints <code>263</code>: twenty-three past four. The first lamp, lit by hand, is "
            "always a few minutes earlier. I have tried <code>TWILIGHT = 17</code>, and it is no better. A hand does "
            "not wait for the sun; it looks out of the window and is sorry for the street.",
        ),
        by="tomasz",
        topics=STREET,
        tags=("lamps", "winter"),
    ),
    article(
        "en-sourdough",
        (2022, 5, 8, 5, 30),
        "My grandmother’s leaven, and what it has eaten",
        text(
            "In the cellar under the bakery stands a crock. What is in it was begun by my great-grandmother in the "
            "year of the comet, and has been fed every evening since, by four people, of whom I am the last so far. "
            "It is older than the tram.",
            "It does not want much: flour, water, a cloth. But in a hundred and sixteen years there were evenings on "
            "which there was no flour. My family wrote down what it got instead.",
        ),
        table(
            "What the leaven has eaten",
            ("Year", "Instead of flour", "How the bread was"),
            ("1917", "Acorns", "Bitter. All of it was eaten"),
            ("1932", "Oats, from a horse that had been sold", "Cheerful"),
            ("1945", "Chestnuts, and a sermon about them", "Sweet on one side"),
            ("1962", "The last of the rye, in a boat, with the cellar under water", "Salt"),
            ("2020", "Flour. There was flour. I wept a little anyway", "The letterbox loaf"),
        ),
        picture("bread", "", "Ten past five. They sing when they come out; it is the crust."),
        text(
            "People ask whether I am not afraid of being the one who forgets. I am. It is the most useful thing that I "
            "have inherited. At nine every evening something in me stands up and goes down the stairs.",
        ),
        by="bram",
        byline=(("bram", "author"), ("bram", "photographer"), ("ottilie", "editor")),
        topics=BAKERY,
        tags=("bread", "flood"),
        translation="leaven",
    ),
    article(
        "en-lost",
        (2023, 2, 12, 13, 0),
        "Lost and found, year by year",
        text(
            "The umbrella stand at the tram stop is also our office for lost things. I look after it, because I come "
            "past with the laundry. Here is the account for 2022.",
        ),
        points(
            "<b>Lost:</b> eleven gloves, ten of them left. <b>Found:</b> one glove, right.",
            "<b>Lost:</b> a tooth, small. <b>Found:</b> the same tooth, by its owner, after it had been paid for.",
            "<b>Lost:</b> the thread, by the speaker on drains. <b>Not found.</b>",
            "<b>Found:</b> a wedding ring, on the beach, below the last stop. See the conversation with Ines.",
            "<b>Lost:</b> a book, <i>Harbour Lights of the North</i>, borrowed in 1974. <b>Found:</b> in another "
            "house, read.",
        ),
        text(
            "The ring lies in the tin now. It is not valuable, says the jeweller, but it has been a long time in salt "
            "water and is thin on one side, as though somebody had kept turning it.",
        ),
        by="lene",
        topics=STREET,
        tags=("ferry",),
    ),
    article(
        "en-film",
        (2024, 1, 7, 15, 30),
        "Six lamps, four seconds",
        text(
            "Wren has made a film. She borrowed a camera from the school, stood it on a chair (the green one), and "
            "asked us all to do nothing. It shows the first six lamps of the longest night. It has no sound, because "
            "the sound was us, holding our breath.",
        ),
        film(
            "dusk",
            "Six lamps are lit",
            "lamps",
            "dusk-captions",
            "A row of gabled houses at dusk. One after another, from left to right, six lamps catch. Nothing else "
            "happens.",
        ),
        text("The critic of the <i>Ambrel Messenger</i> called it “short”. We are very proud."),
        by="ottilie",
        byline=(("ottilie", "author"), ("wren", "photographer")),
        topics=STREET,
        tags=("lamps", "winter"),
    ),
    article(
        "en-letter-council",
        (2024, 4, 2, 9, 15),
        "To the Council, regarding further notice",
        text(
            "Sirs, and, since the election, Madam,",
            "five years ago you lent us forty-one lamps <i>until further notice</i>. I write to ask how you are. We "
            "have had no notice, and begin to worry.",
            "You will wish to know how the lamps do. They are well. We have changed a hundred and six glasses, two "
            "brackets and our minds, the last concerning the paint. The iron is no longer tired. It turned out to "
            "have been bored.",
            "You wrote that the lamps of the avenue could be seen from here on clear nights. They can. We have "
            "counted how often that is: nineteen times. On each of them somebody went out to look, and remarked that "
            "they were very bright.",
            "I remain, and so do they,",
            "A. Pell, for the Lantern Street Association",
        ),
        kept(
            '<script src="http://example.org/counter.js"></script>',
            "A counter of visitors, from the first version of this page. The street can be counted from the tram.",
        ),
        by="augustin",
        topics=MINUTES,
        tags=("lamps", "beginnings"),
    ),
    article(
        "en-quinces",
        (2024, 12, 19, 18, 30),
        "The rule of the quinces",
        text(
            "We have it. It took four weeks, a map, and the help of the old third form, who are taught sets now.",
            "Quinces were left at numbers 3, 9, 14, 22, 27, 30 and 38. They were <s>alphabetical</s> not "
            "alphabetical. They were not the houses with children, nor those without. On the map they made a shape "
            "like a broken spoon.",
        ),
        more(),
        text(
            "It was Wren who asked the right question. “What happened there this year?” she said. We went through the "
            "list. At 3 somebody had died. At 9, somebody had not, after all. At 14 a son stopped writing. At 22 the "
            "old dog. At 27 it is nobody’s business. At 30 Ines fell on the stairs, and at 38 they had been waiting "
            "for a letter since May.",
            "So somebody in this street knows everything, and says nothing, and has a quince tree. There is no quince "
            "tree in Lantern Street. We have decided to stop looking.",
        ),
        quotation(
            "It is jelly now. I have put a jar on the step, in case it was a loan.",
            "A note at number thirty, in pencil",
        ),
        by="ottilie,wren",
        topics=STREET,
        tags=("winter", "trees"),
        translation="quinces",
    ),
    article(
        "en-how-to-sit",
        (2025, 10, 3, 12, 0),
        "Instructions for sitting under a lamp",
        text("For new members, of whom there are three, and for old ones, who do it wrong."),
        steps(
            "Bring your own chair. It need not be a good one. It needs to be one that you would miss.",
            "Sit so that the light falls on what you do, and not on your face. We know your face.",
            "If somebody sits down beside you, go on. If they begin to speak, go on more slowly.",
            "You may say “it is getting cold” once. After that it is a motion, and will be voted upon.",
            "When you go, look back. This is not a rule, but you will see that everybody does it.",
        ),
        text("Those who only pass may stand. We have a good opinion of passing."),
        papers("", rules="The rules of the ladder, which are others"),
        by="lene",
        topics=STREET,
        tags=("lamps", "beginnings"),
        translation="sitting",
    ),
)
