"""What a report attributes to whom: the forms, the marks, the speakers, and what is no statement."""

from __future__ import annotations

import pytest

import toecap
from toecap.annotate.statements.marks import find_quotations
from toecap.knowledge.cues import rules
from toecap.records import Record, Statement


def read(text: str) -> Record:
    return toecap.read(text, published="2024-05-06", outlet="The Test")


def told(text: str) -> list[tuple[str | None, str, list[str]]]:
    """Source, form and words of each statement."""
    return [(s.source.quote if s.source else None, s.form, [c.quote for c in s.content]) for s in read(text).statements]


def only(text: str) -> Statement:
    (statement,) = read(text).statements
    return statement


def names(record: Record, ids: tuple[str, ...]) -> list[str]:
    by_id = {actor.id: actor.name for actor in record.actors}
    return [by_id[i] for i in ids]


@pytest.mark.parametrize(
    ("text", "source", "form", "words"),
    [
        ('"The talks have failed," the minister said.', "the minister", "direct", ["The talks have failed"]),
        ('The minister said: "The talks have failed."', "The minister", "direct", ["The talks have failed."]),
        ('"The talks," the minister said, "have failed."', "the minister", "direct", ["The talks", "have failed."]),
        ("The minister said the talks had failed.", "The minister", "indirect", ["the talks had failed"]),
        ("The talks, the minister said, had failed.", "the minister", "indirect", ["The talks", "had failed"]),
        ("The talks had failed, the minister said.", "the minister", "indirect", ["The talks had failed"]),
        (
            'The minister said the talks were a "complete failure" and would not resume.',
            "The minister",
            "mixed",
            ['the talks were a "complete failure" and would not resume'],
        ),
        ("According to the ministry, the talks failed.", "the ministry", "indirect", ["the talks failed"]),
        ("The talks failed, according to the ministry.", "the ministry", "indirect", ["The talks failed"]),
        ("The talks, according to the ministry, failed.", "the ministry", "indirect", ["The talks", "failed"]),
        ("“We will not yield.” – Maria Lopez, envoy", "Maria Lopez, envoy", "direct", ["We will not yield."]),
        ('"We will not yield."\n— Maria Lopez', "Maria Lopez", "direct", ["We will not yield."]),
        ('Maria Lopez: "We will not yield"\n\nThe talks go on.', "Maria Lopez", "direct", ["We will not yield"]),
        ("Putin: no plans to invade\n\nThe talks go on.", "Putin", "indirect", ["no plans to invade"]),
        ("The bridge fell, stated Minister Adam Roe, on Monday.", "Minister Adam Roe", "indirect", ["The bridge fell"]),
    ],
)
def test_each_place_of_the_content(text, source, form, words):
    assert (source, form, words) in told(text)


@pytest.mark.parametrize(
    "quotation",
    [
        '"We have a deal,"',
        "“We have a deal,”",
        "‘We have a deal,’",
        "'We have a deal,'",
        "«We have a deal»,",
        "„We have a deal“,",
        "„We have a deal”,",
        "``We have a deal,''",
        '" We have a deal ",',
    ],
)
def test_every_mark(quotation):
    assert told(f"{quotation} said Maria Lopez.") == [("Maria Lopez", "direct", ["We have a deal"])]


@pytest.mark.parametrize(
    ("text", "source", "words"),
    [
        (
            'Adam Roe told the BBC "it almost looks as if it was planned".',
            "Adam Roe",
            ["it almost looks as if it was planned"],
        ),
        ('"Overall," Adam Roe continued, "the bridge is safe."', "Adam Roe", ["Overall", "the bridge is safe."]),
        ('Adam Roe stated,\n"The bridge is safe for everyone."', "Adam Roe", ["The bridge is safe for everyone."]),
        ('"Will it hold?" asked Maria Lopez. Adam Roe wrote: "[i]t will hold"', "Adam Roe", ["[i]t will hold"]),
        ('The crowd protested by shouting "shame on you!" and holding signs.', "The crowd", ["shame on you!"]),
    ],
)
def test_marks_beside_a_reporting_word_are_speech(text, source, words):
    assert (source, "direct", words) in told(text)


def test_a_list_of_headlines_and_outlets_is_no_speech():
    assert told('"Mayor opens bridge at last" — The Daily Test, 3 May 2008') == []


def test_police_who_say_more_are_the_source_twice():
    found = told("The shots fell at noon, according to police, who said officers came late.")
    assert found[0] == ("police", "indirect", ["The shots fell at noon"])
    assert found[1][2] == ["officers came late"]


def test_which_stands_for_what_it_follows():
    assert told("The bill, which Adam Roe said would fail, went on.") == [
        ("Adam Roe", "indirect", ["The bill", "would fail"])
    ]


def test_an_apostrophe_is_no_mark():
    assert told("'It's the workers' deal,' said Lopez.") == [("Lopez", "direct", ["It's the workers' deal"])]


def test_a_quotation_that_nobody_closed_ends_before_its_report():
    assert told('"We have a deal, said Maria Lopez. The hall was still.') == [
        ("Maria Lopez", "direct", ["We have a deal"])
    ]


def test_a_name_and_said_after_a_full_stop_report_what_stands_before():
    assert told('"We have a deal." Maria Lopez said.') == [("Maria Lopez", "direct", ["We have a deal."])]


def test_sentences_of_one_quotation_are_one_statement():
    text = '"We came early," Maria Lopez said. "We left late. Nobody stopped us."'
    assert told(text) == [("Maria Lopez", "direct", ["We came early", "We left late. Nobody stopped us."])]


def test_marks_reopened_on_each_paragraph_are_one_statement_of_the_same_speaker():
    record = read("Maria Lopez told the crowd: “We came early.\n\n“We left late.\n\n“Nobody stopped us.”")
    (statement,) = record.statements
    assert [c.quote for c in statement.content] == ["We came early.", "We left late.", "Nobody stopped us."]
    assert names(record, (statement.speaker,)) == ["Maria Lopez"]


def test_a_free_quotation_is_the_speaker_of_the_discourse_with_less_confidence():
    record = read('"We have a deal," Maria Lopez said.\n\n"It is a good one."')
    first, second = record.statements
    assert second.source is None
    assert second.speaker == first.speaker
    assert second.confidence < first.confidence


def test_a_quotation_after_a_sentence_about_somebody_is_theirs_with_less_confidence():
    statement = only('Maria Lopez left the meeting at noon. "We have a deal."')
    assert statement.source.quote == "Maria Lopez"
    assert statement.confidence < 0.9


def test_words_in_marks_joined_by_and_are_direct():
    statement = only('Maria Lopez voiced her "deep concern" and "anger".')
    assert (statement.form, [c.quote for c in statement.content]) == ("direct", ["deep concern", "anger"])


@pytest.mark.parametrize(
    "text",
    [
        'The so-called "deep state" was discussed at the conference.',
        "The leaders spoke for an hour.",
        "It was said that the bridge was unsafe.",
        "The officials were told to wait.",
        "Adam Roe did not say whether he would resign.",
        "Adam Roe would say the same tomorrow.",
        "The mayor wants to say that the bridge is safe.",
        "That said, the bridge was safe.",
        "It goes without saying.",
        "No group claimed responsibility for the attack.",
        "Not everyone agreed that the bridge was safe.",
    ],
)
def test_what_nobody_said_is_no_statement(text):
    assert told(text) == []


def test_the_us_is_a_state_and_no_pronoun():
    assert told("The US said the bridge was safe.") == [("The US", "indirect", ["the bridge was safe"])]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The court ruled that the law was void.", "the law was void"),
        ("The chancellor urged Iran to release the crew.", "to release the crew"),
        ("The council called on both sides to stop.", "to stop"),
        ("The president called for calm without delay.", "calm without delay"),
        ("The agency warned of floods in the north.", "floods in the north"),
        ("The minister denied taking bribes.", "taking bribes"),
        ("The opposition accused the army of rigging the vote.", "the army of rigging the vote"),
        ("The mayor blamed the storm for the outage.", "the storm for the outage"),
        ("The government promised to publish the report.", "to publish the report"),
        ("The rebels threatened to blow up the bridge.", "to blow up the bridge"),
        ("The analysts believe the truce will hold.", "the truce will hold"),
        ("The chancellor expressed concern about the vote.", "concern about the vote"),
        ("The president called the vote a sham.", "the vote a sham"),
        ("The union described the bill as a trap.", "the bill as a trap"),
        ("The reporter asked whether the troops would leave.", "whether the troops would leave"),
        ("The poll showed a narrow lead for the mayor.", "a narrow lead for the mayor"),
        ("The army's claim that the town was empty was false.", "the town was empty"),
        ("The minister renewed his call for talks.", "talks"),
        ("As reported by the agency, the bridge fell.", "the bridge fell"),
        ("The minister was quoted as saying that the bridge was safe.", "the bridge was safe"),
        ("The general issued a statement denying the attack.", "the attack"),
        ("The firm blamed the spill on a contractor.", "the spill on a contractor"),
        ("The mayor ruled the ban violated the charter.", "the ban violated the charter"),
        ("The US has further indicated no help will come.", "no help will come"),
        ("The mayor said the loan was paid, so it is no burden.", "the loan was paid, so it is no burden"),
        ("The mayor told a meeting on Monday that few understood.", "few understood"),
    ],
)
def test_each_class_of_reporting_words(text, words):
    assert words in [c.quote for s in read(text).statements for c in s.content]


def test_polls_find_things_and_police_do_too_but_only_polls_say_so():
    assert told("The police found a weapon.") == []


def test_an_office_relays_the_speaker():
    record = read("Downing Street said Boris Johnson had urged Russia to withdraw.")
    (statement,) = record.statements
    assert names(record, (statement.speaker, *statement.through)) == ["Boris Johnson", "Downing Street"]
    assert names(record, statement.addressees) == ["Russia"]


def test_an_office_relays_words_whose_reporting_word_stands_inside_the_marks():
    record = read("Downing Street said Boris Johnson “stressed the need for calm”.")
    (statement,) = record.statements
    assert names(record, (statement.speaker, *statement.through)) == ["Boris Johnson", "Downing Street"]
    assert (statement.form, statement.content[0].quote) == ("direct", "stressed the need for calm")


def test_a_person_who_tells_what_another_said_keeps_the_whole():
    contents = {(source, words[0]) for source, _, words in told("Maria Lopez said Adam Roe told her he would resign.")}
    assert ("Maria Lopez", "Adam Roe told her he would resign") in contents


def test_what_a_speaker_says_of_himself_stays_one_statement():
    assert told("Adam Roe said he believed the talks had failed.") == [
        ("Adam Roe", "indirect", ["he believed the talks had failed"])
    ]


def test_two_reports_in_one_sentence_are_two_statements():
    assert told("Adam Roe said the talks failed, while Maria Lopez said they went on.") == [
        ("Adam Roe", "indirect", ["the talks failed"]),
        ("Maria Lopez", "indirect", ["they went on"]),
    ]


def test_a_semicolon_parts_two_reports():
    text = "Adam Roe said the bridge fell; Maria Lopez said it stood."
    assert ("Maria Lopez", "indirect", ["it stood"]) in told(text)


def test_a_participle_behind_a_comma_goes_on_with_the_teller():
    sources = [source for source, _, _ in told("Adam Roe said the trial was a sham, adding that it must stop.")]
    assert sources == ["Adam Roe", "Adam Roe"]


def test_a_question_is_the_asker_s():
    assert told('"Will you resign?" the reporter asked.') == [("the reporter", "direct", ["Will you resign?"])]
    asked, _ = told("Asked by reporters whether she would resign, Lopez said no decision had been taken.")
    assert asked == ("reporters", "indirect", ["whether she would resign"])


@pytest.mark.parametrize(
    ("text", "kind", "evidence"),
    [
        ("In a statement, the ministry said the bridge was safe.", "written statement", "a statement"),
        ("Maria Lopez told reporters at a news conference that it was safe.", "news conference", "a news conference"),
        ("In a phone call with Adam Roe, Maria Lopez said it was safe.", "call", "a phone call"),
        ('Maria Lopez tweeted: "It is safe."', "social media", "tweeted"),
        ("Maria Lopez wrote on Telegram that it was safe.", "social media", "Telegram"),
        ("Maria Lopez said in an interview that it was safe.", "interview", "an interview"),
        ("Maria Lopez said in a speech that it was safe.", "speech", "a speech"),
    ],
)
def test_the_channel_and_its_evidence(text, kind, evidence):
    channel = only(text).channel
    assert (channel.kind, channel.evidence.quote) == (kind, evidence)


@pytest.mark.parametrize("cue", ["told", "said to"])
def test_who_was_addressed(cue):
    record = read(f"Maria Lopez {cue} Sky News that it was safe.")
    assert names(record, record.statements[0].addressees) == ["Sky News"]


def test_the_day_on_which_it_was_said():
    said = only("Maria Lopez said on Friday that the bridge was safe.").said
    assert (said.start, said.end, said.evidence.quote) == ("2024-05-03", "2024-05-03", "Friday")


@pytest.mark.parametrize("source", ["Officials", "Critics", "Two people familiar with the matter", "A senior diplomat"])
def test_anonymous_and_collective_sources_are_kept_as_they_are(source):
    text = f"Adam Roe, the mayor, arrived. {source} said the bridge was unsafe."
    record = read(text)
    (statement,) = record.statements
    assert statement.source.quote == source
    assert "Adam Roe" not in names(record, (statement.speaker,) if statement.speaker else ())


def test_the_relative_pronoun_is_the_source_and_its_noun_the_speaker():
    record = read("Adam Roe, who said the talks had failed, left.")
    (statement,) = record.statements
    assert statement.source.quote == "who"
    assert names(record, (statement.speaker,)) == ["Adam Roe"]


@pytest.mark.parametrize(
    ("text", "insides"),
    [
        ("He said “it “works” well” twice.", ["it “works” well"]),
        ("the ’90s and rock ’n’ roll", []),
        ("“One.\n\n“Two.”", ["One.", "Two."]),
        ("6'2\" and 5'10\" tall", []),
    ],
)
def test_marks_are_paired(text, insides):
    assert [text[a:b] for q in find_quotations(text, frozenset({"n", "em"})) for a, b in q.pieces] == insides


CLASSES = [(name, body) for name, body in rules()["class"].items()] + [
    (name, rules()[name]) for name in ("according", "nouns")
]


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, body in CLASSES for text in body["examples"]], ids=lambda v: v[:40]
)
def test_each_example_of_the_rules_yields_a_statement(name, text):
    assert told(text)


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, body in CLASSES for text in body["not_examples"]], ids=lambda v: v[:40]
)
def test_no_counterexample_of_the_rules_yields_one(name, text):
    assert told(text) == []
