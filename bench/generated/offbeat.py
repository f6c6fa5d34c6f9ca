"""Reports without politics, by a grammar of sentences, and political ones in the same dress.

The same seed gives the same texts. Clubs, players, towns and dishes are invented. Half of the addresses have a
section, the others a number alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from toecap.read.report import make_report
from toecap.records import Report

# What stands in braces is drawn anew at each place.
FILL = {
    "club": "Aldmouth Town|Brackwell Rovers|Corrin Athletic|Dunhaven|Eskdale United|Farrow City|Garth Wanderers|Holmby",
    "player": "Tom Arkwright|Luis Benavente|Ade Okoro|Jan Verhoef|Sami Laine|Pat Dolan|Nico Ferrante|Yuto Mori",
    "town": "Aldmouth|Brackwell|Corrin|Dunhaven|Eskdale|Farrow|Garth|Holmby|Inver|Jarrow",
    "land": "France|Brazil|Kenya|Japan|Australia|Norway|Jamaica|Italy",
    "day": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "number": "2|3|4|5|7|9|11|14|18|23|31|40",
    "side": "west|north|south|east|hills|coast|valleys",
    "name": "Holt|Marsh|Quill|Pender|Ivory|Sandys|Lowell|Thorne",
    "woman": "Anne|Ruth|Maud|Clara|Edith",
    "sign": "Aries|Taurus|Gemini|Cancer|Leo|Virgo|Libra|Scorpio|Sagittarius|Capricorn|Aquarius|Pisces",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of report: its section, titles, and the sentences that it is made of."""

    section: str
    titles: tuple[str, ...]
    sentences: tuple[str, ...]
    lengths: tuple[int, int] = (8, 22)


PLAIN = {
    "football": Kind(
        "sport",
        ("{club} beat {club}", "{player} brace sinks {club}", "{club} held at home", "Late drama at {club}"),
        (
            "{player} put {club} ahead after {number} minutes with a low shot from the edge of the area.",
            "{club} had more of the ball, yet hardly troubled the goalkeeper before half-time.",
            "The equaliser came from a corner, headed in by {player} at the far post.",
            "It was the defender's first goal since he joined from {club} in the summer.",
            "{club} stay in the lower half of the table, {number} points behind the leaders.",
            "The visitors lost {player} to a knee injury and finished with ten men.",
            '"We deserved more from this match," coach {player} said. "The lads ran until the end."',
            '"He is a joy to watch," the manager said of {player}, who hit the bar twice.',
            "The referee waved away two appeals for a penalty, to the anger of the home supporters.",
            "{club} travel to {town} on {day}, where they have not won for {number} seasons.",
            "A crowd of {number} thousand saw the teams share the points in the rain.",
            "{player} came on as a substitute and scored with his first touch.",
        ),
    ),
    "cricket": Kind(
        "cricket",
        ("{land} collapse on day two", "{player} hits hundred for {land}", "Spinners put {land} on top"),
        (
            "{land} were bowled out for {number}8 after winning the toss on a green pitch.",
            "{player} made a patient half-century before he was caught at slip.",
            "The opening pair put on {number}0 for the first wicket.",
            "{player} took four wickets for {number}1 runs in a fine spell after lunch.",
            "Bad light stopped play with {number} overs of the day left.",
            "The captain declared shortly before tea, and {land} lost two early wickets.",
            '"The ball did a bit more than we thought," {player} said at the close.',
            "The third Test of the series begins in {town} on {day}.",
            "No batsman of the visitors passed thirty in the second innings.",
        ),
    ),
    "athletics": Kind(
        "athletics",
        ("{player} wins {town} marathon", "Gold for {player} in {town}", "{land} take relay title"),
        (
            "{player} of {land} won the 800 metres in a season's best at the {town} meeting.",
            "The silver medal went to {player}, who faded on the final lap.",
            "{land} finished the relay ahead of {land}, with {land} third.",
            "{player} pulled out of the long jump with a sore hamstring.",
            "It was the runner's {number}th victory of the season on the circuit.",
            '"I felt strong over the last hurdles," {player} said. "The crowd carried me."',
            "Qualifying for the championships begins in {town} on {day}.",
            "The field set off at a slow pace, and the race came down to a sprint.",
        ),
    ),
    "weather": Kind(
        "weather",
        ("Weather for {day}", "Outlook: rain in the {side}", "Colder by the weekend"),
        (
            "{day} starts dry and bright in the {side}, with cloud building after lunch.",
            "Patchy rain reaches the {side} overnight, heavy at times over high ground.",
            "Temperatures rise to {number} degrees in {town}, a little cooler by the sea.",
            "Winds from the {side} will be fresh, with gusts of {number}0 mph at {town}.",
            "Fog in the {side} will be slow to clear on {day}.",
            "A ridge of high pressure brings sunny spells from {day}.",
            "Some snow may fall above {number}00 metres, turning to sleet lower down.",
            "Frost is likely in sheltered valleys, so gardeners may want to cover their plants.",
        ),
        (5, 14),
    ),
    "television": Kind(
        "tv-guide",
        ("What is on tonight", "{day} on the screen", "Our choice for {day}"),
        (
            "{number}.00 pm, Channel Two: The Lighthouse, drama series, episode {number}.",
            "{number}.30 pm, Channel One: Quiz of the Week, presented by {player}.",
            "{number}.15 am, Channel Four: News and weather.",
            "{number}.45 pm, Channel Three: Late film, a comedy starring {player}.",
            "{number}.00 am, Channel Two: cartoon for early risers (repeat).",
            "{number}.05 pm, Channel One: Wild {town}, a documentary about otters, with subtitles.",
        ),
    ),
    "markets": Kind(
        "market-data",
        ("Shares end higher", "Closing prices, {day}", "Market round-up for {day}"),
        (
            "The {town} index closed {number} points higher in thin trading.",
            "Shares of {name} Foods fell {number} cents, those of {name} Motors gained as many.",
            "Gold rose {number} dollars an ounce, while copper slipped.",
            "Crude futures for the coming month lost {number} cents a barrel.",
            "The euro was little changed against the yen and the pound.",
            "Bond yields ended the session lower by {number} basis points.",
            "Volume was {number} million shares, below the average of the month.",
        ),
    ),
    "deaths": Kind(
        "death-notices",
        ("Notices", "In memoriam", "Deaths, {town}"),
        (
            "{name}, {woman}, aged 8{number}, peacefully in her sleep, beloved mother of {woman} and {woman}.",
            "{name}, {woman}, of {town}, dear wife of the late John, sadly missed by her grandchildren.",
            "The funeral service is at the chapel in {town} on {day}; family flowers only.",
            "Donations, if desired, to the {town} hospice.",
            "The family of the late {woman} {name} thank all who sent condolences.",
            "Burial at the cemetery of {town} after mass on {day}.",
        ),
    ),
    "horoscope": Kind(
        "horoscopes",
        ("Your stars for {day}", "What {day} holds"),
        (
            "{sign}: a friend has good news, and love is not far behind.",
            "{sign}: the moon asks you to rest; leave the paperwork until {day}.",
            "{sign}: Venus smiles on old plans, so pick up the telephone.",
            "{sign}: with Mercury in your sign, listen twice before you answer.",
            "{sign}: a lucky day for everything that is green.",
            "{sign}: money comes and goes; Saturn tells you to count it.",
        ),
        (10, 14),
    ),
    "recipe": Kind(
        "recipes",
        ("Onion tart", "A cake for {day}", "Soup from {town}"),
        (
            "Chop {number} onions finely and cook them in butter over a low heat.",
            "Whisk {number} eggs with the cream, and season with salt and pepper.",
            "Sift the flour into a bowl and rub in the butter until it looks like crumbs.",
            "Stir in the sugar, then the milk, a little at a time.",
            "Bake for {number}5 minutes in a hot oven until golden.",
            "Leave to cool in the tin, slice, and serve with a spoonful of yoghurt.",
            "Squeeze the juice of a lemon over the top and sprinkle with parsley.",
        ),
    ),
}
# A sentence of politics among those of a kind; none of these reports may be set aside.
POLITICAL = {
    "football": (
        "The foreign minister called on all teams to boycott the tournament in {land}.",
        "Police arrested {number} supporters who had thrown stones at the embassy of {land}.",
        "Before kick-off the players knelt in protest at the new law.",
    ),
    "athletics": (
        "{land} refused visas to the athletes of {land}.",
        "The sports ministry withdrew its runners after the shelling of {town}.",
    ),
    "weather": (
        "The governor declared an emergency and sent soldiers to {town}.",
        "{land} offered aid to the flooded villages.",
    ),
    "television": ("The government took Channel Two off the air after its report on the prisons.",),
    "markets": (
        "Prices fell after {land} imposed sanctions on {name} Oil.",
        "The finance ministry of {land} threatened a tariff on copper.",
    ),
    "deaths": ("The former prime minister will be buried with military honours.",),
    "recipe": ("Bakers marched on the parliament in {town} over the price of flour.",),
}


def offbeat(count: int, seed: int) -> Iterator[Report]:
    """Reports without politics."""
    draw = random.Random(seed)
    kinds = list(PLAIN)
    for number in range(count):
        name = kinds[number % len(kinds)]
        yield _report(draw, f"plain-{number}-{name}", PLAIN[name], ())


def in_disguise(count: int, seed: int) -> Iterator[Report]:
    """Reports that look like those, each with one sentence of politics."""
    draw = random.Random(seed)
    kinds = list(POLITICAL)
    for number in range(count):
        name = kinds[number % len(kinds)]
        yield _report(draw, f"disguised-{number}-{name}", PLAIN[name], (draw.choice(POLITICAL[name]),))


def _report(draw: random.Random, id: str, kind: Kind, more: tuple[str, ...]) -> Report:
    length = draw.randint(*kind.lengths)
    sentences = [draw.choice(kind.sentences) for _ in range(length)]
    for sentence in more:
        sentences.insert(draw.randint(0, length), sentence)
    told = [_filled(draw, sentence) for sentence in sentences]
    text = "\n\n".join(" ".join(told[start : start + 3]) for start in range(0, len(told), 3))
    folder = draw.choice((kind.section, "story"))
    return make_report(
        id,
        text,
        published="2026-03-10",
        language="en",
        url=f"https://news.example.org/{folder}/{id.split('-')[1]}",
        title=_filled(draw, draw.choice(kind.titles)),
    )


def _filled(draw: random.Random, sentence: str) -> str:
    for name, values in FILL.items():
        while (place := "{" + name + "}") in sentence:
            sentence = sentence.replace(place, draw.choice(values.split("|")), 1)
    return sentence
