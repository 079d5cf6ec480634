"""Stories of the demo's English blog that smell of water."""

from __future__ import annotations

from masthead.demo.records import (
    EntryData,
    article,
    elsewhere,
    footnotes,
    gallery,
    heading,
    more,
    picture,
    points,
    pull_quote,
    quotation,
    table,
    text,
)

HARBOUR = ("The harbour",)

STORIES: tuple[EntryData, ...] = (
    article(
        "en-weather-book",
        (2020, 2, 29, 12, 0),
        "Twelve thousand days of weather",
        text(
            "The weather book of Port Ambrel begins on the first of May 1987, in my predecessor’s hand, with the "
            "words <i>as yesterday</i>. There is no yesterday in it. I have often thought that it is the truest entry "
            "that we have.",
            "Every day at seven, the keeper goes down to the steps, reads four instruments, looks at the sky for as "
            "long as it takes, and writes one line. On the first page the line is long. It grows shorter with the "
            "years, as letters do between people who have got used to one another.",
        ),
        heading("What the numbers do not say"),
        points(
            "That on 3 March 1991 the pressure fell by 31 hPa in a day, and all the cats came indoors before noon.",
            "That for the whole of August 1997 it rained from four to five in the afternoon, and the town took to "
            "having tea.",
            "That on the day of the great flood the line is written in pencil, very small, and that the ink has run "
            "on the page before.",
        ),
        text(
            "When I am asked what the weather will be, I say that I do not know; I only know what it was. But if you "
            "turn the pages quickly, as children do with drawings in the corner of a book, then it moves.",
        ),
        by="ferdinand",
        topics=HARBOUR,
        tags=("weather", "flood"),
    ),
    article(
        "en-last-crossing",
        (2021, 10, 2, 17, 40),
        "The last crossing, from below",
        text(
            "Everybody who was on the last ferry has told of it, and they were all on deck. I was in the engine room. "
            "I should like to put on record that there was a crossing there, too.",
            "Down there you do not see the quay. You have a brass plate with words on it, and a needle, and the "
            "needle says what Ines wants: <i>slow</i>, <i>stop</i>, <i>astern</i>. In eleven years we had exchanged "
            "perhaps two hundred spoken words. I could have told you her mood from the way in which she rang for half "
            "speed.",
        ),
        picture("harbour", "", "The morning after. Nobody had told the boats, either."),
        text(
            "On the last evening the needle went to <i>stop</i>, as it must, and stayed there. I waited for "
            "<i>finished with engines</i>. It is the last word on the plate, and she rang it every night. She did not "
            "ring it.",
            "I kept steam up until one in the morning. Then I went to her cabin and asked. She had gone home. The "
            "handle was between the two words, exactly, where it never stands, and where the needle down with me said "
            "nothing at all.",
        ),
        pull_quote("I should like to put on record that there was a crossing there, too."),
        text("They sold the ship as it lay. I have not been told to this day that I am finished with engines."),
        by="sohrab",
        byline=(("sohrab", "author"), ("mehrnoush", "translator")),
        topics=HARBOUR,
        tags=("ferry",),
        translation="crossing",
    ),
    article(
        "en-flood",
        (2022, 11, 1, 9, 0),
        "Where the water stood",
        text(
            "On the wall of number nine there is a line of blue paint, at the height of my chin. People from "
            "elsewhere take it for decoration. It was drawn on the second of November 1962 by my mother, who was out "
            "in a boat at the time, with a brush that she had saved before the cash box.",
            "Sixty years on, we have gone from door to door and asked where the water stood. There were eleven who "
            "had seen it, and we did not always get the same water.",
        ),
        table(
            "Height of the water, by those who saw it",
            ("Who", "Then aged", "The water reached"),
            ("Ines Holloway", "22", "“The third bar of my cap.” She was standing on a table"),
            ("A. Pell", "6", "“The moon.”"),
            (
                "Mrs. Obermoos’s aunt",
                "30",
                "One metre forty-two. She had a ruler with her; she had come from a fitting",
            ),
            ("A boy with a fever", "9", "“I do not remember any water. I remember a cat and an accordion.”"),
        ),
        more(),
        heading("The line"),
        text(
            "We have measured. My mother’s line is at one metre and thirty-eight, four centimetres too low.[^ruler] "
            "We talked about correcting it, with the same blue. Then Ines said that the tide was going out already by "
            "the time anybody had a hand free for painting, and so it is not the height of the water. It is the "
            "height of the first minute in which somebody thought of later.",
        ),
        gallery(
            picture("lamps", "", "The lamp outside number nine, to which the ferry was tied, is the third."),
            picture("fig", "", "The fig, which had been told that it would drown"),
            picture("harbour", "", "The harbour, pretending"),
        ),
        text("It stays where it is. Under it, in smaller letters, there now stands a date."),
        footnotes(
            ruler="By the aunt’s ruler, which hangs in the customs house, and which nobody has dared to compare with "
            "another."
        ),
        by="ottilie",
        topics=("The harbour", "The street"),
        tags=("flood", "beginnings"),
        related=("en-tin-box", "en-horn", "fa-nets"),
    ),
    article(
        "en-nets",
        (2025, 7, 19, 6, 30),
        "Mending is mostly looking",
        text(
            "Visitors photograph my hands. They believe that mending is done with those. It is done with the eyes: "
            "nine parts of it is finding where the hole begins, and a hole never begins where it is.",
            "You spread the net, you walk along it, and you look for the first knot that has been pulled out of its "
            "shape. It lies a long way off, often, and it is still whole. If you mend only the tear, the net will "
            "tear again beside it, and you will say that the twine was bad.",
        ),
        quotation("Whoever mends a net has to think like the fish that got out.", "My teacher, who had got out of two"),
        text(
            "I have no pupils. But in summer some children sit on the steps, and after a while one of them points and "
            "says: there. I say nothing, and hand over the needle.",
        ),
        elsewhere(
            "https://example.org/films/nets",
            "A knot, eleven times",
            "The harbour school",
            "A site that does not exist",
            "harbour",
            "Sohrab Daryabandi ties one knot eleven times, each time as if it were the first. There is no talking, "
            "apart from the gulls.",
        ),
        by="sohrab",
        byline=(("sohrab", "author"), ("mehrnoush", "translator")),
        topics=HARBOUR,
        tags=("ferry",),
        translation="nets",
    ),
)
