"""Titles -> the canonical office words of tables.py. For build_knowledge.py only."""

from __future__ import annotations

import re

# In order; the first that matches counts. A title that none matches is left out: the tables hold offices that reports
# name by a common word ("the foreign minister"), not every post of a government.
RULES: tuple[tuple[str, str], ...] = (
    (r"(President|Prime Minister|Vice[- ]President|Chancellor)-(elect|designate).*", ""),
    (r".*(Parliamentary|Private|Permanent) (Under-?)?Secretary.*", ""),
    (
        r"(Federal |State )?President|Chairman of the Presidency|President of the (Swiss )?Confederation|"
        r"President of the Republic",
        "president",
    ),
    (r"(Acting|Interim|Transitional) President", "acting president"),
    (r"Supreme Leader", "supreme leader"),
    (
        r"[Mm]onarch|King|Queen|Emperor|[Ee]mir|Amir|Sultan|Grand Duke|Pope|(Reigning |Sovereign )?Prince|Sovereign|"
        r"Yang di-Pertuan Agong",
        "monarch",
    ),
    (r"Governor[- ]General", "governor-general"),
    (
        r"Prime Minister|Premier( of the State Council)?|Taoiseach|Chairman of the Council of Ministers|"
        r"President of the (Council of Ministers|Government|Council)|"
        r"Chairman of the Cabinet of Ministers \(Prime Minister\)|Minister of State of Monaco",
        "prime minister",
    ),
    (r"(Acting|Interim|Caretaker) Prime Minister", "acting prime minister"),
    (r"(Federal )?Chancellor", "chancellor"),
    (r"(First |Executive )?Vice[- ]President", "vice president"),
    (
        r"(First |Senior )?(Deputy|Vice)[- ](Prime Minister|Premier|Chancellor)( of the State Council)?|Tánaiste",
        "deputy prime minister",
    ),
    (
        r"(Deputy|Vice|Assistant)[- ](Minister|Secretary|Foreign).*(Foreign|External).*|Deputy Secretary of State|"
        r"Minister of State (for|of|in|at) .*Foreign.*|Minister Delegate .*(Foreign|External).*|"
        r"Second Minister .*Foreign.*",
        "deputy foreign minister",
    ),
    (
        r"(Deputy|Vice|Assistant|Associate) .*Defen[cs]e.*|Minister of State (for|of|in|at) .*Defence.*|"
        r"Minister Delegate .*Defence.*|Second Minister .*Defence.*",
        "deputy defence minister",
    ),
    (
        r"(Deputy|Vice|Assistant) .*(Interior|Internal|Home).*|Minister of State (for|of|in|at) .*(Interior|Home).*",
        "deputy interior minister",
    ),
    (
        r"(Federal )?(Minister|Secretary)( of State)? (of|for) (Europe and )?(the )?(State for )?(Foreign|External)"
        r"(, Commonwealth and Development| and Commonwealth| and European| and Political)? (Affairs|Relations)\b.*|"
        r"Foreign Secretary|Minister of Europe and Foreign Affairs",
        "foreign minister",
    ),
    (
        r"(Federal )?(Minister|Secretary)( of State)? (of|for) (the )?(National )?(Defen[cs]e|Armed Forces|"
        r"Revolutionary Armed Forces)( and .*|, .*)?",
        "defence minister",
    ),
    (
        r"(Federal )?(Minister|Secretary)( of State)? (of|for) (the )?(Interior|Internal Affairs|Home Affairs|"
        r"Interior Affairs|Home Department|Homeland Security)( and .*|, .*)?|Home Secretary",
        "interior minister",
    ),
    (
        r"(Federal )?(Minister|Secretary) (of|for) (the )?(Finance|Treasury|Economy and Finance)|"
        r"Chancellor of the Exchequer",
        "finance minister",
    ),
    (r"(Federal )?(Minister|Secretary)( of State)? (of|for) Justice( and Lord Chancellor)?", "justice minister"),
    (r"Attorney[- ]General", "attorney general"),
    (
        r"Chief of (the )?(General|Defence|National Defence General) Staff( of the Armed Forces)?|Chief of Defence|"
        r"Chief of (the )?Defence (Staff|Forces?)|Chairman of the Joint Chiefs of Staff|"
        r"Commander-in-Chief of the Armed Forces|Commander of the Armed Forces",
        "military chief",
    ),
    (
        r"National Security Advis[oe]r|Secretary of the (Supreme )?National Security( and Defen[cs]e)? Council",
        "national security adviser",
    ),
    (
        r"Director of the (CIA|Mossad|Foreign Intelligence Service|FBI)|Director of National Intelligence|"
        r"Head of the Security Service",
        "intelligence chief",
    ),
    (
        r"(Speaker|Chairman) of the (House of Representatives|National Assembly|Parliament|Verkhovna Rada|State Duma|"
        r"Knesset|House of Commons|Islamic Consultative Assembly)",
        "speaker",
    ),
    (
        r"(Deputy )?Government Spokesperson|Presidential Spokesperson|Spokesperson (of|for) the .*|"
        r"Foreign Ministry Spokeperson|White House Press Secretary|Cabinet Spokesperson",
        "spokesperson",
    ),
    (r"ambassador to .*|Permanent Representative to .*", "ambassador"),
    (r"Governor of the (Central|National|Reserve) Bank|President of the Central Bank", "central bank governor"),
)
COMPILED = tuple((re.compile(pattern), office) for pattern, office in RULES)
# Titles that mean the office in one state only.
IN_STATE = {
    ("USA", "Secretary of State"): "foreign minister",
    ("USA", "Secretary of Defence"): "defence minister",
    ("USA", "Secretary of the Interior"): "",
    ("USA", "Secretary of the Treasury"): "finance minister",
    ("GBR", "Minister for the Armed Forces"): "deputy defence minister",
    ("GBR", "Minister for Armed Forces"): "deputy defence minister",
    ("GBR", "Minister of State for the Armed Forces"): "deputy defence minister",
    ("EUR", "President of the European Commission"): "commission president",
    ("EUR", "President of the European Council"): "council president",
    ("EUR", "President of the European Parliament"): "parliament president",
    ("EUR", "High Representative of the Union for Foreign Affairs and Security Policy"): "foreign policy chief",
    ("UNO", "Secretary-General of the United Nations"): "secretary-general",
    ("UNO", "Deputy Secretary-General of the United Nations"): "deputy secretary-general",
    ("UNO", "President of the United Nations General Assembly"): "general assembly president",
    ("UNO", "Director-General of the World Health Organization"): "director-general",
}


def office_of(title: str, country: str) -> str:
    """The canonical office of a title in a state, or an empty text."""
    if (country, title) in IN_STATE:
        return IN_STATE[country, title]
    if country == "EUR":
        return "commissioner" if "Commissioner" in title else ""
    return next((office for pattern, office in COMPILED if pattern.fullmatch(title)), "")
