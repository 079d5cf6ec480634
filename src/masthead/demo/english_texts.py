"""The longer texts of the demo's English blog. The town of Port Ambrel, its street and its people do not exist."""

from __future__ import annotations

from masthead.demo.records import (
    elsewhere,
    footnotes,
    gallery,
    heading,
    more,
    picture,
    points,
    pull_quote,
    quotation,
    sound,
    steps,
    table,
    text,
)

WHY_LAMPS = (
    text(
        "When the council of Port Ambrel decided to take down the lamps of Lantern Street, it sent a letter to every "
        "house. The letter was polite. It said that forty-one lamps were more than a street of this length could "
        "need, that the iron was tired, and that the new ones, on the avenue, could be seen from here on clear nights.",
        "Nobody answered. Instead, on the evening before the workmen were to come, somebody put a chair under the "
        "lamp outside number nine, and sat down with a book. An hour later there was a chair under every lamp. We had "
        "not agreed on anything. We had only, each of us, looked out of the window.",
    ),
    more(),
    heading("What the foreman said"),
    text(
        "The workmen came at seven, with a ladder and a list. The foreman walked the whole length of the street, "
        "counting chairs. People were doing what people do in chairs: knitting, dozing, peeling apples into a bowl. "
        "Mrs. Obermoos had brought her ironing. At the end of the street he turned round, walked back, and asked "
        "whether there was any tea.",
    ),
    quotation(
        "I have a list here that says forty-one lamps. It does not say anything about forty-one people. I had better "
        "go and ask for another list.",
        "The foreman, as written down by Ottilie Marsh that morning",
    ),
    text(
        "He never came back with it. What came, some weeks later, was a second letter, shorter than the first and "
        "just as polite, in which the council lent us the lamps <i>until further notice</i>. There has been no "
        "further notice. We meet on the first Thursday of the month, change the glass that needs changing, and argue "
        "about the colour of the paint.",
        "That is all the association is, so far: forty-one chairs that did not want to be carried home again. This "
        "blog is where we shall keep what is said while sitting in them.",
    ),
)

BREAD = (
    text(
        "In the spring when we all stayed indoors, I baked for people whom I could not see. The shop was closed and "
        "the oven was not. An oven like mine takes two days to cool and three to forgive you for it, so I let it burn, "
        "and then of course there was bread.",
        "The first morning I carried twelve loaves down the street and found that a loaf does not go through a "
        "letterbox. You may think a baker of thirty years would know this. I went home, sat down on a sack, and "
        "measured: four centimetres high, twenty-two wide, for every door in Lantern Street was made by the same "
        "joiner, who was a thin man and wrote thin letters.",
    ),
    heading("The letterbox loaf"),
    text("So I made a bread for the joiner’s doors. For those who have asked, this is how it goes:"),
    steps(
        "Take the dough that you would take anyway, and a little more water than you dare.",
        "Let it stand overnight where you can hear it.",
        "Roll it to the thickness of a good dictionary, and no longer than your forearm.",
        "Bake it hot and briefly, on the stone, until it sounds like somebody knocking.",
        "Wrap it in paper. Push it through with the short side first. Walk away before they can thank you.",
    ),
    text(
        "I did this for sixty-three mornings. I knew who was awake by the lamps, who was worried by the curtains, and "
        "who had a dog. By the second week things came back the other way: a jar of plums on my step, a pair of socks, "
        "a drawing of me as a bear. Ines Holloway, who had been a ferry pilot and trusted nothing she had not "
        "inspected, pushed a note out through the slot while I was pushing the bread in.",
    ),
    quotation("Loaf received. Slight list to port. Otherwise seaworthy.", "A note from number thirty"),
    text(
        "I have the note above the till. The shop has long been open again, and people come in and take the tall "
        "loaves, as they should. But on the first Saturday of each month I still make the flat ones, and go round "
        "early. A door that you have fed is not a door any more. It is more like a neighbour with its eyes closed.",
    ),
)

INES = (
    text(
        "<i>Ines Holloway took the Ambrel ferry across the sound for thirty-four years. She is eighty-six, lives at "
        "number thirty, and agreed to talk on the condition that nobody would call her an old salt. We sat in her "
        "kitchen, from where you see the water if you lean.</i>",
        "<b>How does one become a ferry pilot?</b>",
        "By being in the way. I was nineteen and sold tickets. One morning there was fog, and the pilot had toothache "
        "and a bad temper, and he said: if you know so well where we are, you steer. So I did. He never asked how I "
        "had known, and so I never had to tell him.",
        "<b>How had you known?</b>",
        "The bakery. Bram’s grandfather took the rye out at ten past five, and the wind was from the land, as it "
        "always is in a fog here. You steer by the smell of the bakery until you smell the tannery, and then you "
        "stop, because that is the quay. When they closed the tannery I nearly put us into the fish hall.",
    ),
    heading("Three things she threw overboard"),
    points(
        "A brass clock that was always right. “It made the passengers nervous, and me too.”",
        "The book of rules of 1951, page by page, on the days when a page turned out to be wrong.",
        "One wedding ring, at the bride’s request. “She bought her own ticket back, and a coffee.”",
    ),
    text(
        "<b>Were you ever afraid?</b>",
        "Twice. Once in the great flood, when the water was where the street is, and I tied up at the lamp outside "
        "number nine. It is the only time a ferry has called at Lantern Street. People handed me a cat, an accordion, "
        "and a boy with a fever, in that order.",
        "<b>And the second time?</b>",
        "On the last day. I brought her in, and I thought: now I shall have to learn what this town looks like from "
        "the inside. It took me a year to stop waiting for it to move.",
        "<b>What do you miss?</b>",
        "Being expected. There is nothing like it, forty people on a wet quay, all looking at you. Nobody looks at you "
        "like that when you go to buy onions.",
    ),
    quotation("A crossing is only a short visit to the middle.", "Ines Holloway, when asked for a motto"),
    text(
        "She would like it to be said that she did not cry when the ferry was sold, and that anyone who saw something "
        "of the kind was looking into the wind.",
    ),
)

MINUTES = (
    text("Present: nineteen members, two children, Mr. Pell’s dog. Apologies: the other dog."),
    steps(
        "<b>The umbrella stand.</b> It was noted that forty-one umbrellas had been left in the stand at the tram stop "
        "over the winter, and that nobody had taken one that was worse than the one they left.",
        "<b>A proposal</b> to label the umbrellas was made, and regretted by the person who had made it.",
        "<b>The bench.</b> It is still wet. The chair ruled that paint which is wet after two years is a feature.",
        "<b>Any other business.</b> It had begun to rain. The meeting moved to the umbrella stand.",
    ),
    text("Closed at nine. The minutes are true in spirit; the times have been rounded."),
    elsewhere(
        "https://example.org/films/umbrellas",
        "Forty-one umbrellas, and rain",
        "The third form",
        "A site that does not exist",
        "tram",
        "The same evening in four minutes, filmed from under the table by somebody who is eight.",
    ),
)

TREES = (
    text(
        "There are seven trees in Lantern Street, if you count the fig, and you may not leave out the fig: it grew by "
        "itself out of the wall of the old customs house and has outlived two walls. Every year one of us writes down "
        "what they do. It is not science. It is more like keeping an eye on relatives.",
        "This year’s calendar was kept by Mehrnoush Karaneh’s third form, who went out each Friday with a ruler, a "
        "thermometer and far more confidence than the rest of us.",
    ),
    table(
        "The trees of Lantern Street, as seen by the third form",
        ("Tree", "Before number", "First leaf", "What happened"),
        ("Lime", "3", "9 April", "Hummed for eleven days in June"),
        ("Lime", "17", "11 April", "Always later than its sister, and taller"),
        ("Rowan", "22", "2 April", "A thrush moved in and was rude to the postman"),
        ("Pear", "9", "14 April", "Six pears, of which four were announced"),
        ("Walnut", "30", "6 May", "Dropped one on a hat"),
        ("Plane", "41", "20 April", "Nothing, with great dignity"),
        ("Fig", "customs house", "never lost them", "Was told not to, grew anyway"),
    ),
    text(
        "The third form wishes to add that the walnut did it on purpose. They have a drawing which proves it, and the "
        "drawing is now in the tin box.",
    ),
)

LONGEST_NIGHT = (
    text(
        "On the longest night of the year, one of us lights the lamps by hand. The council put in a switch years ago, "
        "and the switch works; but once a year we take the long way. You need a pole with a hook, a box of matches "
        "that you will not need, and somebody to walk on the other side of the street so that you do not talk to "
        "yourself.",
    ),
    picture(
        "lamps",
        "",
        "Half past four: the first six of forty-one.",
        "Bram Ketteridge",
    ),
    text(
        "This time it was my turn. I had expected to think large thoughts. In fact you think of your neck, and of the "
        "hook, and then, somewhere about the twelfth lamp, you stop thinking and begin to hear. A tap running. "
        "Somebody practising the same four bars. Two people not quarrelling, carefully. Every lamp has its own small "
        "noise when it catches, and I swear that number nineteen clears its throat.",
    ),
    heading("Under the lamp outside number nine"),
    text(
        "At number nine there is always a chair. Nobody puts it out and nobody takes it in; it is simply there on that "
        "night, like the moon. I sat down, because one does. Yavar came out with tea in the glasses that are too hot "
        "to hold and too small to put down, and said that where he was a child they also sat up through this night, "
        "with pomegranates and poems, to see the dark off the premises.",
    ),
    quotation(
        "You cannot push the night. You can only keep it company until it is ready to go.",
        "Yavar Fanousi, under the ninth lamp",
    ),
    text(
        "So we sat, and people came and went, and the pomegranates were real although I still do not know from where. "
        "By the time I had lit the last one, at the corner by the customs house, it was so late that the first was "
        "nearly due to be put out. I counted them from the end, as my mother did. Forty-one. I counted again, because "
        "she did that too.",
    ),
)

TRAM = (
    text(
        "Line 6 goes from the market to the sea in twenty-two minutes, and then it waits. The timetable says that it "
        "waits for four minutes. I drove it for nineteen years, and I can tell you that it waits until it has been "
        "looked at.",
        "In my first week I left on the minute. I was young, and I had been given a watch. An old woman was standing "
        "at the rail with her shopping, looking out; she turned, saw the tram going, and did not run. She lifted her "
        "hand a little, as one does to a ship. I have never been so ashamed of being punctual.",
    ),
    picture("tram", "", "The last stop of line 6, where it waits until it has been looked at."),
    heading("Who comes to look at the sea"),
    points(
        "Those who have just been told something.",
        "Those who are about to tell somebody something, and are trying the words on the water.",
        "Children, who want to see whether it is still there.",
        "One gentleman with a cello, every second Tuesday, who never took it out of its case.",
    ),
    pull_quote("I have never been so ashamed of being punctual."),
    text(
        "After that I learned to wait. I opened the doors on the side of the water, although that is not the side of "
        "the platform, and I turned off the lights so that they could see. Then I counted the passengers who had got "
        "off and the passengers who had got on again, and when the two numbers agreed I rang the bell once, softly.",
        "They asked me at the depot why line 6 was always late by the same amount. I said it was the sea. They wrote "
        "down: <i>tidal delays</i>. It stands in the timetable to this day.",
    ),
    sound(
        "bell",
        "The bell of line 6, once, softly",
        "A small bell is struck once. The sound grows thinner for four seconds, and is gone before you are sure of it.",
    ),
)

TIN_BOX = (
    text(
        "The archive of the association is a biscuit tin. It was a large one, a present to the street from a "
        "wholesaler who had miscounted, and for years it was quite large enough. This summer the lid no longer closed, "
        "and so we did what archives must do: we took everything out, had a look, and put it back in another order.",
    ),
    heading("What was in it"),
    points(
        "The council’s first letter, and the second, held together by a hairpin.[^letters]",
        "A list of who sat under which lamp. Two names are in pencil; both say they were only passing.",
        "Eleven photographs of the flood, and one of a cat that looks at the flood as if it had ordered it.",
        "A letterbox loaf, varnished. It weighs less each year.",
        "The drawing which proves what the walnut did.",
        "Forty-one buttons. We do not know. We have written <i>we do not know</i> on the envelope.[^buttons]",
    ),
    gallery(
        picture("harbour", "", "On the back it says: “The morning after. Nobody had told the sea.”"),
        picture("lamps", "", "On the back: a recipe for plum jam."),
        picture("tram", "", "On the back: “Line 6, looking pleased.”", "Yavar Fanousi"),
    ),
    heading("What was not in it"),
    text(
        "We found that we had kept what was odd and lost what was ordinary. There is no picture of the street on a "
        "plain Wednesday. Nobody wrote down what bread cost, or what we called the children to supper with, or how the "
        "ferry’s horn sounded, so that those who never heard it could hum it.",
        "So there is a second tin now, beside the first. Into this one goes whatever is too usual to keep. The first "
        "thing in it is a shopping list: onions, matches, lamp glass, something for Ines. The lid closes easily. We "
        "hope that it will not stay that way.",
    ),
    footnotes(
        letters="The first says “regrettably” four times. The second says it once, and leaves out what.",
        buttons="Since this was written a forty-second has been handed in. It has an envelope of its own.",
    ),
)
