"""The notes of the demo's English blog: what somebody in Lantern Street saw, in a line or two."""

from __future__ import annotations

from masthead.demo.records import EntryData, note

STREET, BAKERY, HARBOUR, MINUTES = ("The street",), ("The bakery",), ("The harbour",), ("Minutes",)

NOTES: tuple[EntryData, ...] = (
    note(
        "en-first-thursday",
        (2019, 4, 4, 22, 10),
        "First Thursday of the month, first meeting, under lamp 3. Present: everybody. Decided: to come again. The "
        "chair was the green one.",
        by="ottilie",
        topics=MINUTES,
        tags=("beginnings",),
    ),
    note(
        "en-ladder",
        (2019, 5, 11, 9, 0),
        "The council has lent us a ladder. It came with a form in three copies. The third copy asks whether the ladder "
        "was returned in a better condition than it was lent. We intend to.",
        by="tomasz",
        topics=STREET,
        tags=("lamps",),
    ),
    note(
        "en-two-dogs",
        (2019, 7, 6, 18, 40),
        "To those who ask: Mr. Pell has two dogs. They have the same name, because the first one came back.",
        by="lene",
        topics=STREET,
        tags=("dogs",),
    ),
    note(
        "en-hum",
        (2019, 10, 19, 23, 50),
        "Lamp 12 has begun to hum. It is a B flat, says Golnar. Lamp 13 has been asked not to join in.",
        by="tomasz",
        topics=STREET,
        tags=("lamps", "music"),
    ),
    note(
        "en-rye",
        (2020, 1, 8, 5, 20),
        "No rye on Wednesday. The reason is yeast, which has opinions, and this week had only one.",
        by="bram",
        topics=BAKERY,
        tags=("bread",),
    ),
    note(
        "en-windows",
        (2020, 5, 2, 20, 30),
        "Counted from the tram tonight: thirty-eight windows lit, two dark, and one with a cat in it who was reading.",
        by="yavar",
        topics=STREET,
        tags=("tram",),
    ),
    note(
        "en-barometer",
        (2020, 7, 24, 7, 0),
        "1013 and rising. Wind from where it usually is. A gull sat on the rain gauge from six until a quarter to "
        "seven, so the rain for that hour is the gull’s opinion.",
        by="ferdinand",
        topics=HARBOUR,
        tags=("weather",),
    ),
    note(
        "en-postman",
        (2020, 9, 15, 11, 30),
        "The thrush in the rowan has learned the sound of the postman’s brake. The postman has learned to push.",
        by="wren",
        topics=STREET,
        tags=("trees",),
    ),
    note(
        "en-snow-note",
        (2021, 1, 16, 8, 5),
        "Snow. The street is the right size again.",
        by="lene",
        topics=STREET,
        tags=("winter", "weather"),
    ),
    note(
        "en-lost-glove",
        (2021, 2, 3, 17, 15),
        "Found in the umbrella stand: one glove, left, blue. It has been put on the railing with the fingers up, so "
        "that it can wave to whoever is looking for it.",
        by="lene",
        topics=STREET,
        tags=("winter",),
    ),
    note(
        "en-horn",
        (2021, 8, 1, 21, 0),
        "Does anybody remember how the ferry’s horn went? I have asked eleven people, and have eleven horns. Ines "
        "says that they are all too cheerful.",
        by="golnar",
        topics=HARBOUR,
        tags=("ferry", "music"),
    ),
    note(
        "en-depot",
        (2021, 11, 12, 6, 10),
        "The depot has asked for the exact length of a tidal delay. I have sent them a photograph.",
        by="yavar",
        topics=HARBOUR,
        tags=("tram",),
    ),
    note(
        "en-clock",
        (2022, 3, 27, 3, 0),
        "The clocks went forward tonight. I went round and told them one by one. The one in the customs house had "
        "already heard.",
        by="augustin",
        topics=STREET,
    ),
    note(
        "en-pear-count",
        (2022, 8, 29, 16, 45),
        "Six pears. We announced four, so as not to have to invite the avenue.",
        by="mehrnoush",
        topics=STREET,
        tags=("trees",),
    ),
    note(
        "en-chairs",
        (2022, 12, 1, 22, 20),
        "It was proposed to buy forty-one chairs that match. There was a silence, in which each of us heard his own "
        "chair creak. The proposal was withdrawn.",
        by="ottilie",
        topics=MINUTES,
    ),
    note(
        "en-flour-prints",
        (2023, 1, 20, 4, 50),
        "Footprints of flour lead from the bakery to number thirty and back. In other streets that would be a crime, "
        "and in this one it is a delivery.",
        by="bram",
        topics=BAKERY,
        tags=("bread",),
    ),
    note(
        "en-cello",
        (2023, 3, 14, 15, 0),
        "The gentleman with the cello got off at the sea today, opened the case, looked in, and closed it. Something "
        "has happened. We do not know to whom.",
        by="yavar",
        topics=HARBOUR,
        tags=("tram", "music"),
    ),
    note(
        "en-seal",
        (2023, 7, 9, 5, 35),
        "A seal in the harbour, by the steps. It looked at the boats as one looks at houses in a town where one might "
        "have lived.",
        by="sohrab",
        topics=HARBOUR,
    ),
    note(
        "en-third-form",
        (2023, 9, 4, 13, 10),
        "We are not the third form any more. The third form is other people now. They are very small and have our "
        "pegs.",
        by="wren",
        topics=STREET,
    ),
    note(
        "en-fog",
        (2023, 10, 27, 7, 45),
        "Fog until ten. Lamps left on at the request of those who were out in it. One of them has asked to be "
        "told which street this is.",
        by="ferdinand",
        topics=STREET,
        tags=("weather", "lamps"),
    ),
    note(
        "en-iron",
        (2024, 1, 11, 19, 25),
        "My iron and lamp 9 are on the same fuse. We have come to an arrangement.",
        by="lene",
        topics=STREET,
        tags=("lamps",),
    ),
    note(
        "en-spare-oar",
        (2024, 3, 30, 10, 15),
        "The left-handed oar has been joined by another. They do not make a pair. They make an argument.",
        by="sohrab",
        topics=HARBOUR,
        tags=("ferry",),
    ),
    note(
        "en-bees",
        (2024, 6, 7, 12, 30),
        "The limes hum. Golnar says: lamp 12, an octave up, and in better tune.",
        by="mehrnoush",
        topics=STREET,
        tags=("trees", "music"),
    ),
    note(
        "en-form-returned",
        (2024, 10, 10, 9, 40),
        "We have given the ladder back, with two new rungs. Under <i>condition</i> we wrote: <i>proud</i>.",
        by="tomasz",
        topics=MINUTES,
        tags=("lamps",),
    ),
    note(
        "en-quince",
        (2024, 11, 23, 18, 0),
        "Somebody leaves quinces on steps. Not on all steps. There is a rule, and eleven of us are trying to find it "
        "before the quinces are over.",
        by="ottilie",
        topics=STREET,
        tags=("winter",),
    ),
    note(
        "en-low-tide",
        (2025, 2, 28, 16, 20),
        "Lowest tide since I have kept the book. On the bottom of the harbour: four anchors, a bicycle, the bell of a "
        "ship that nobody misses, and a chair. We have left the chair.",
        by="ferdinand",
        topics=HARBOUR,
        tags=("weather",),
    ),
    note(
        "en-new-driver",
        (2025, 4, 14, 8, 30),
        "Line 6 has a new driver. On her second day she waited. I had not said a word to her.",
        by="yavar",
        topics=HARBOUR,
        tags=("tram",),
    ),
    note(
        "en-paint",
        (2025, 6, 5, 22, 45),
        "Colour of the paint: item closed. It had been open for six years and two months, and there was applause.",
        by="ottilie",
        topics=MINUTES,
        tags=("lamps",),
    ),
    note(
        "en-wet-bench",
        (2025, 9, 2, 8, 10),
        "Six years ago today the bench was painted. It is dry. We sat down on it all at once, as one does not trust "
        "such a thing alone.",
        by="yavar",
        topics=STREET,
        tags=("tram",),
    ),
    note(
        "en-fifth",
        (2026, 3, 1, 4, 15),
        "The fifth baker got up at four today, by herself. Nobody had called her. I pretended not to have noticed, "
        "and burned a tray.",
        by="bram",
        topics=BAKERY,
        tags=("bread",),
    ),
    note(
        "en-swifts",
        (2026, 5, 9, 20, 50),
        "The swifts came back at ten to nine. All clocks in the street agree on it, which has not happened before.",
        by="augustin",
        topics=STREET,
        tags=("weather",),
    ),
    note(
        "en-buttons",
        (2026, 8, 17, 14, 5),
        "A woman from the avenue came and asked, a little embarrassed, whether somebody here had found a button. We "
        "brought her the envelope. She took her time.",
        by="ottilie",
        topics=STREET,
        tags=("beginnings",),
    ),
)
