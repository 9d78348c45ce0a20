"""People who may be the same person, with the reasons; live while typing, and over the whole register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from app.kinds.dates import birth_range
from app.kinds.faults import Fault
from app.kinds.identity import normal_number
from app.kinds.text import fold, same_name
from app.ledger.reader import Reader, Row
from app.ledger.writer import Changed
from app.register.people import save
from app.register.session import Session
from app.words import N_, _

_FULL, _A_YEAR = len("1990-05-12"), 366
#: From this score on a pair is all but sure; from the lower one it is worth a look.
SURE, POSSIBLE = 80, 45
_LOOKED_AT, _SAME_NAME, _MOST_WORDS = 200, 2_000, 8
_ALIKE = ("ln", "sx", "tc", "dgrv", "qk")
_NOT_SAME = "not_same:"
_COLUMNS = "card.id, card.name, card.birth, card.hamlet, r_person.name_fold, r_person.numbers"
_JOINED = "r_person JOIN card ON card.p = r_person.n"

WHY = {
    "number": N_("same identity number"),
    "name": N_("same name"),
    "marks": N_("same name, other marks"),
    "near": N_("name differs by one letter"),
    "part": N_("one name part missing"),
    "birth": N_("same birth"),
    "year": N_("same birth year"),
    "near_year": N_("birth year one apart"),
    "slip": N_("birth differs in one part"),
    "hamlet": N_("same hamlet"),
    "other_birth": N_("other birth"),
}


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is known of a person while they are being typed."""

    name: str = ""
    birth: str | None = None
    numbers: tuple[str, ...] = ()
    hamlet: str | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another person like the sketch: score 0 to 100 and the codes of the reasons."""

    id: str
    name: str
    birth: str | None
    hamlet: str | None
    score: int
    because: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        """Whether it is all but sure to be the same person."""
        return self.score >= SURE

    def reasons(self) -> str:
        """The reasons in the language in use, with commas between."""
        return ", ".join(_(WHY[code]) for code in self.because)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people of the register that are alike."""

    first: Sketch
    second: Likeness


def like(session: Session, sketch: Sketch, limit: int = 5) -> list[Likeness]:
    """The people most like the sketch, best first; at most ``limit``, none below POSSIBLE."""
    with session.store.read() as reader:
        return _like(reader, sketch, limit)


def pairs(session: Session, limit: int = 500) -> list[Pair]:
    """Pairs of the whole register that are alike, best first; each pair once.

    Compared are people who share a folded name and a birth year (or its lack), or an identity number.
    Pairs that somebody has declared different people are left out.
    """
    found: dict[tuple[str, str], Pair] = {}
    with session.store.read() as reader:
        rows = list(reader.stream(f"SELECT {_COLUMNS}, born_from FROM {_JOINED} ORDER BY card.id"))
        sql = "SELECT key FROM r_setting WHERE _state = 0 AND key BETWEEN ? AND ?"
        settled = {row[0] for row in reader.rows(sql, (_NOT_SAME, _NOT_SAME + "~"))}
    for group in _groups(rows):
        for at, row in enumerate(group[:_LOOKED_AT]):
            sketch = Sketch(row[1], row[2], tuple(row[5].split()), row[3], row[0])
            for other in group[at + 1 : _LOOKED_AT]:
                if (row[0], other[0]) not in found and _key_of(row[0], other[0]) not in settled:
                    likeness = _score(sketch, other)
                    if likeness.score >= POSSIBLE:
                        found[row[0], other[0]] = Pair(sketch, likeness)
    return sorted(found.values(), key=lambda pair: (-pair.second.score, pair.first.id))[:limit]


def declare_different(session: Session, one: str, other: str, why: str) -> Changed:
    """Two people who look alike are different ones: they leave the list of pairs, with the reason kept.

    Fault E_REASON without one.
    """
    if not why.strip():
        raise Fault("E_REASON", N_("A reason is needed. Say in a few words why."), field="why")
    fields = {"key": _key_of(one, other), "value": why, "since": session.today().isoformat()}
    return save(session, "setting", "", fields, why)


def _key_of(one: str, other: str) -> str:
    """The same for a pair in either order; short whatever the ids are."""
    return _NOT_SAME + sha256("|".join(sorted((one, other))).encode()).hexdigest()[:40]


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """People who may be the same, each group in the order of ids."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault((row[4], (row[6] or "")[:4]), []).append(row)
        for number in row[5].split():
            groups.setdefault((number,), []).append(row)
    yield from (group for group in groups.values() if len(group) > 1)


def sketch_of(reader: Reader, person_id: str) -> Sketch | None:
    """A person of the register as a sketch."""
    row = reader.row(
        "SELECT r_person.name, r_person.birth, r_person.numbers, card.hamlet FROM r_person"
        " JOIN card ON card.p = r_person.n WHERE r_person.id = ?",
        (person_id,),
    )
    if row is None:
        return None
    return Sketch(row[0], row[1], tuple(row[2].split()), row[3], person_id)


def _like(reader: Reader, sketch: Sketch, limit: int) -> list[Likeness]:
    rows: dict[str, Row] = {}
    folded = fold(sketch.name)
    for row in reader.rows(
        f"SELECT {_COLUMNS} FROM {_JOINED} WHERE r_person.name_fold = ? LIMIT ?", (folded, _SAME_NAME)
    ):
        rows[row[0]] = row
    for query in _queries(sketch, folded.split()):
        sql = (
            f"SELECT {_COLUMNS} FROM people_fts JOIN r_person ON r_person.n = people_fts.rowid"
            " JOIN card ON card.p = r_person.n WHERE people_fts MATCH ? LIMIT ?"
        )
        for row in reader.rows(sql, (query, _LOOKED_AT)):
            rows[row[0]] = row
    rows.pop(sketch.id, None)
    scored = [_score(sketch, row) for row in rows.values()]
    good = [one for one in scored if one.score >= POSSIBLE]
    return sorted(good, key=lambda one: (-one.score, one.id))[:limit]


def _queries(sketch: Sketch, words: list[str]) -> list[str]:
    """Index queries for numbers, and for every name without one of its parts: missing there, or misspelt."""
    queries = [f'"{n}"' for n in map(normal_number, sketch.numbers) if n]
    words = words[:_MOST_WORDS]
    if len(words) > 1:
        queries.append(" AND ".join(f'"{w}"' for w in words))
    if len(words) > 2:
        for left in range(len(words)):
            parts = [f'"{w}"' for i, w in enumerate(words) if i != left]
            if left == len(words) - 1:  # a given name is never missing; misspelt it sounds alike
                parts.append("(" + " OR ".join(f'"{c}"*' for c in _sounds(words[left][0])) + ")")
            queries.append(" AND ".join(parts))
    return queries


def _sounds(letter: str) -> str:
    """First letters that are said, and so written, for one another."""
    return next((group for group in _ALIKE if letter in group), letter)


def _score(sketch: Sketch, row: Sequence[str]) -> Likeness:
    record_id, name, birth, hamlet, name_fold, numbers = row[:6]
    score, because = _name_score(sketch.name, name, name_fold)
    if set(map(normal_number, sketch.numbers)) & set(numbers.split()):
        score, because = max(score, 50) + 45, ["number", *because]
    points, reason = _birth_score(sketch.birth, birth)
    score += points
    if reason:
        because.append(reason)
    if sketch.hamlet and hamlet and fold(sketch.hamlet) == fold(hamlet):
        score += 4  # people of one name and age in one hamlet are common; it makes nothing sure
        because.append("hamlet")
    return Likeness(record_id, name, birth, hamlet, max(0, min(100, score)), tuple(because))


def _name_score(typed: str, name: str, name_fold: str) -> tuple[int, list[str]]:
    folded = fold(typed)
    if not folded:
        return 0, []
    if folded == name_fold:
        return (50, ["name"]) if same_name(typed, name) else (40, ["marks"])
    if _one_apart(folded.replace(" ", ""), name_fold.replace(" ", "")):
        return 35, ["near"]
    if set(folded.split()) < set(name_fold.split()) or set(name_fold.split()) < set(folded.split()):
        return 25, ["part"]
    return 0, []


def _birth_score(typed: str | None, known: str | None) -> tuple[int, str]:
    if not typed or not known:
        return 0, ""
    if typed == known and len(typed) == _FULL:
        return 40, "birth"
    if len(typed) == len(known) == _FULL:
        return (12, "slip") if _is_slip(typed, known) else (-30, "other_birth")
    (low, high), (other_low, other_high) = birth_range(typed), birth_range(known)
    if low <= other_high and other_low <= high:
        return 25, "year"
    if min(abs((low - other_high).days), abs((other_low - high).days)) <= _A_YEAR:
        return 12, "near_year"
    return -30, "other_birth"


def _is_slip(a: str, b: str) -> bool:
    """Whether two full dates differ in one part only, the year by one, or have day and month exchanged."""
    (year, month, day), (other_year, other_month, other_day) = (map(int, d.split("-")) for d in (a, b))
    if (month, day) == (other_month, other_day):
        return abs(year - other_year) == 1
    same = day == other_day or month == other_month or (day, month) == (other_month, other_day)
    return year == other_year and same


def _one_apart(a: str, b: str) -> bool:
    """Whether two texts differ by one letter put in, left out, changed, or two swapped."""
    if a == b or abs(len(a) - len(b)) > 1:
        return a == b
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if len(a) == len(b):
        swapped = a[at + 1 : at + 2] + a[at : at + 1] + a[at + 2 :]
        return a[at + 1 :] == b[at + 1 :] or swapped == b[at:]
    return a[at:] == b[at + 1 :] or a[at + 1 :] == b[at:]
