"""Two keys, one file: what a police account, the raw file and every way out of the register hold of a clinical note."""

from __future__ import annotations

import shutil
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zlib import compress

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.bootstrap import Opened
from app.kinds.canonical import encode
from app.kinds.codec import from_fields
from app.kinds.declare import KINDS
from app.kinds.faults import Fault
from app.ledger import drafts
from app.register import clinical, loading
from app.register.assessing import request_assessment
from app.register.audit_list import AuditQuery, first_audit
from app.register.clinical_forms import keep_note
from app.register.people import history, open_person, save
from app.register.search import find_people
from app.register.treatment import start_treatment
from app.sync import card as cards
from app.sync import health, inbox, outbox, pairing
from app.sync.codes import Reject
from app.vault import keys
from app.vault.clinical import ClinicalKeys, Place
from app.vault.derive import REHEARSAL
from app.vault.home import Home
from tests.ledger import homes
from tests.ledger.homes import PASSWORD, Hands
from tests.register.clinic import NURSE, NURSE_PASSWORD, add_nurse, at_work, nurse, somebody

#: Words that stand nowhere but in clinical notes and their drafts.
MARKS = ("Kiêng khem quạnh quẽ", "nghẹn ngào thổn thức", "COWS-mười-bảy", "83.25", "Bánh đa vừng", "xộc xệch")
NOTE = {
    "criteria": ["1", "3", "6"],
    "lasting": "yes",
    "signs": [{"group": "opioid", "sign": "yawning"}],
    "observations": [{"on": "2026-11-22", "seen": MARKS[1]}],
    "instruments": [{"name": MARKS[2], "result": "17"}],
    "own": MARKS[0],
}
DOSE = {"drug": "methadone", "dose_mg": MARKS[3], "phase": "maintenance", "note": MARKS[4]}
DAY = "2026-11-23"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A commune and the office above it, paired, both with a health account; two notes and a draft."""
    root = tmp_path_factory.mktemp("clinic")
    for node, sort, role in (("C123", "commune", "police"), ("U9", "upper", "head")):
        homes.make(root / node, node, sort, role)
        add_nurse(root / node)
        with nurse(root / node, Hands()):
            pass  # the first opening with the health role tells the recipient
    with at_work(root / "C123", Hands()) as low, at_work(root / "U9", Hands()) as high:
        for here, there in ((low, high), (high, low)):
            card = pairing.card_bytes(there.session.store, there.device)
            pairing.pair(here.session.store, "an", card, "", pairing.read_card(card).fingerprint())
        person = somebody(low.session)
        (root / "person").write_text(person)
    with nurse(root / "C123", Hands()) as opened:
        _write(opened, person)
    return root


def _write(opened: Opened, person: str) -> None:
    session = opened.session
    request = request_assessment(session, {"id": "r1", "person": person, "ground": "managed"}).id
    outer = {"id": "n1", "person": person, "noted_on": DAY, "request": request}
    keep_note(session, outer, NOTE)
    keep_note(session, outer, NOTE | {"own": MARKS[0] + "."}, "sửa lỗi gõ")
    treatment = start_treatment(
        session, {"id": "t1", "person": person, "facility": "TTYT", "started_on": "2026-11-01"}
    )
    about = {"id": "n2", "person": person, "noted_on": DAY, "treatment": treatment.id}
    clinical.add_note(session, "treatment_detail", about, DOSE)
    kept = clinical.seal_draft(session, "assessment_detail:n1", {"at": DAY, "fields": {"own": MARKS[5]}})
    drafts.keep(session.store, session.user, "assessment_detail:n1", kept)
    assert clinical.open_draft(session, "assessment_detail:n1", kept) == {
        "at": DAY,
        "fields": {"own": MARKS[5]},
    }


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "all")
    return tmp_path / "all"


def person_of(root: Path) -> str:
    return (root / "person").read_text()


def needles() -> list[bytes]:
    """The marks in the forms in which a careless program would have written them."""
    found = []
    for mark in MARKS:
        raw = mark.encode()
        escaped = mark.encode("ascii", "backslashreplace")
        found += [
            raw,
            raw.lower(),
            mark.upper().encode(),
            raw.hex().encode(),
            mark.encode("utf-16-le"),
            escaped,
        ]
        found += [b64encode(raw)[:-4], compress(raw)[2:-4]]
    return found


def leaks(data: bytes) -> list[bytes]:
    return [needle for needle in needles() if len(needle) > 4 and needle in data]


def pages(file: Path, key: bytes) -> Iterator[bytes]:
    """Every page of an encrypted file decrypted by hand, free pages too (SQLCipher 4: IV and MAC at the end)."""
    data, size, rest = file.read_bytes(), 4096, 80
    for start in range(0, len(data) - size + 1, size):
        page = data[start : start + size]
        body = page[16:-rest] if start == 0 else page[:-rest]
        yield _plain(body, page[-rest : -rest + 16], key)


def frames(file: Path, key: bytes) -> Iterator[bytes]:
    """Every frame of the write-ahead log, those written over by later ones too."""
    data, size, rest = file.read_bytes(), 4096, 80
    for start in range(32, len(data) - size - 23, size + 24):
        number = int.from_bytes(data[start : start + 4], "big")
        page = data[start + 24 : start + 24 + size]
        body = page[16:-rest] if number == 1 else page[:-rest]
        yield _plain(body, page[-rest : -rest + 16], key)


def _plain(body: bytes, iv: bytes, key: bytes) -> bytes:
    aes = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return aes.update(body) + aes.finalize()


def rows(opened: Opened) -> bytes:
    """Every table of the open store, the search index and the operations among them."""
    found: list[bytes] = []
    with opened.session.store.read() as reader:
        names = [r[0] for r in reader.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            for row in reader.rows(f'SELECT * FROM "{name}"'):
                found += [v if isinstance(v, bytes) else str(v).encode() for v in row]
    return b"\0".join(found)


def test_the_police_account_and_the_raw_file_hold_no_clinical_text(root: Path) -> None:
    home = Home(root / "C123")
    officer = keys.unlock(home, "an", PASSWORD, limits=REHEARSAL)
    wal = home.store.with_name(home.store.name + "-wal")
    with at_work(root / "C123", Hands()) as opened:
        person = person_of(root)
        plain = rows(opened)
        assert b"assessment_detail" in plain and "Nguyễn Văn Thử".encode() in plain  # it is the right file
        assert not leaks(plain)
        assert not leaks(repr(open_person(opened.session, person)).encode())
        assert not leaks(repr(first_audit(opened.session, AuditQuery(), 200)).encode())
        assert not leaks(b"\n".join(loading.dump(opened.session)))
        assert not leaks(repr(drafts.waiting(opened.session.store, NURSE)).encode())
        assert not leaks(repr(clinical.known_notes(opened.session, "assessment_detail", person)).encode())
        for mark in MARKS:
            assert find_people(opened.session, mark) == []
        live = b"".join([*pages(home.store, officer.bundle.db), *frames(wal, officer.bundle.db)])
        assert "Nguyễn Văn Thử".encode() in live and b'"ct":' in live  # decrypted indeed
        assert not leaks(live)
    assert not leaks(b"".join(pages(home.store, officer.bundle.db)))
    for file in (root / "C123").rglob("*"):
        assert not file.is_file() or not leaks(file.read_bytes()), file


def test_no_key_of_the_police_account_opens_a_note(root: Path) -> None:
    bundle = keys.unlock(Home(root / "C123"), "an", PASSWORD, limits=REHEARSAL).bundle
    assert bundle.health is None and bundle.health_old == ()
    with at_work(root / "C123", Hands()) as opened:
        with opened.session.store.read() as reader:
            sealed, person = reader.row("SELECT sealed, person FROM r_assessment_detail") or ("", "")
        place = Place(person, "assessment_detail", "n1")
        for key in (bundle.db, bundle.anchor, bundle.sign_seed, bytes(32)):
            with pytest.raises(Fault) as told:
                ClinicalKeys("C123", (key,)).open(sealed, place)
            assert told.value.code == "E_CLINICAL_KEY"


def test_use_cases_tell_the_police_account_that_it_needs_the_role(root: Path) -> None:
    with at_work(root / "C123", Hands()) as opened:
        session, person = opened.session, person_of(root)
        assert not clinical.may_open(session)
        for act in (
            lambda: clinical.open_notes(session, "assessment_detail", person),
            lambda: clinical.add_note(
                session, "treatment_detail", {"person": person, "noted_on": DAY}, {"note": "x"}
            ),
            lambda: clinical.retract_note(session, "treatment_detail", "n2", "nhầm"),
            lambda: clinical.seal_draft(session, "k", {}),
            lambda: history(session, "treatment_detail", "n2"),
        ):
            with pytest.raises(Fault) as told:
                act()
            assert told.value.code == "E_ROLE"
        known = clinical.known_notes(session, "treatment_detail", person)
        assert [(n.noted_on, n.by, n.content) for n in known] == [(date(2026, 11, 23), NURSE, None)]


def test_the_health_account_reads_what_was_written_and_the_look_is_recorded(root: Path) -> None:
    with nurse(root / "C123", Hands()) as opened:
        session, person = opened.session, person_of(root)
        (note,) = clinical.open_notes(session, "assessment_detail", person, request="r1")
        assert note.content.own == MARKS[0] + "." and note.content.criteria == ("1", "3", "6")
        assert note.content.observations[0].seen == MARKS[1] and note.content.form.startswith("TT18")
        (dose,) = clinical.open_notes(session, "treatment_detail", person)
        assert (dose.content.dose_mg, dose.content.note, dose.by) == (MARKS[3], MARKS[4], NURSE)
        assert clinical.open_notes(session, "treatment_detail", person, treatment="other") == []
        with session.store.read() as reader:
            looks = reader.rows("SELECT subject, detail FROM audit WHERE act = 'view' ORDER BY n")
        assert [tuple(look) for look in looks][-2:] == [
            (f"person:{person}", "assessment_detail 1"),
            (f"person:{person}", "treatment_detail 1"),
        ]


def test_the_office_above_reads_it_with_its_own_health_account_alone(root: Path, tmp_path: Path) -> None:
    way = tmp_path / "stick"
    way.mkdir()
    with at_work(root / "C123", Hands()) as low:  # sent by the police account, which cannot read it
        made = outbox.export(low.session.store, low.device, "an", "U9", way)
    with at_work(root / "U9", Hands()) as high:
        for package in made.packages:
            assert not leaks(package.file.read_bytes())
            inbox.receive(high.session.store, high.device, "an", package.file)
        assert not leaks(rows(high)) and b"assessment_detail" in rows(high)
        with pytest.raises(Fault):
            clinical.open_notes(high.session, "assessment_detail", person_of(root))
    with nurse(root / "U9", Hands()) as high:
        (note,) = clinical.open_notes(high.session, "assessment_detail", person_of(root))
        assert note.fault is None and note.content.own == MARKS[0] + "."


def test_history_shows_old_and_new_to_health_and_only_that_it_is_sealed_to_police(root: Path) -> None:
    with nurse(root / "C123", Hands()) as opened:
        first, second = clinical.note_history(opened.session, "assessment_detail", "n1")
        assert first.fields["own"] == (None, MARKS[0]) and "sealed" not in first.fields
        assert second.fields == {"own": (MARKS[0], MARKS[0] + ".")} and second.why == "sửa lỗi gõ"
    with at_work(root / "C123", Hands()) as opened:
        found = clinical.note_history(opened.session, "assessment_detail", "n1")
        assert [change.fields["sealed"] for change in found] == [(None, "sealed"), ("sealed", "sealed")]
        assert not leaks(repr(found).encode())


def test_a_note_moved_to_another_person_or_record_is_not_shown(root: Path) -> None:
    with at_work(root / "C123", Hands()) as opened:
        other = somebody(opened.session)
        with opened.session.store.read() as reader:
            sealed = str(reader.value("SELECT sealed FROM r_assessment_detail WHERE id = 'n1'"))
        with opened.session.store.write(
            "an"
        ) as writer:  # somebody with the store's key and a tool of their own
            for record_id, person in (("n1", other), ("n9", person_of(root))):
                fields = {"person": person, "noted_on": DAY, "sealed": sealed}
                writer.put(from_fields(KINDS["assessment_detail"], record_id, fields))
    with nurse(root / "C123", Hands()) as opened:
        for person in (other, person_of(root)):
            (note,) = clinical.open_notes(opened.session, "assessment_detail", person)
            assert note.content is None and note.fault is not None
            assert note.fault.code == "E_CLINICAL_DAMAGED"


def test_clinical_text_cannot_be_put_into_the_sealed_field_as_it_is(root: Path) -> None:
    with nurse(root / "C123", Hands()) as opened:
        envelope = '{"ct":"%s","n":"%s","node":"C123","v":1,"w":[]}'
        for text in (MARKS[0], '{"ct":"Methadone"}', envelope % (b64encode(bytes(8)).decode(), MARKS[3])):
            with pytest.raises(Fault) as told:
                save(
                    opened.session,
                    "treatment_detail",
                    "",
                    {"person": person_of(root), "noted_on": DAY, "sealed": text},
                )
            assert (told.value.code, told.value.field) == ("E_UNSEALED", "sealed")
        line = {"kind": "treatment_detail", "id": "x1", "person": person_of(root), "noted_on": DAY}
        assert loading.load(opened.session, [encode(line | {"sealed": MARKS[0]})]).refused


def test_keeping_a_note_again_as_it_is_changes_nothing(root: Path) -> None:
    with nurse(root / "C123", Hands()) as opened:
        about = {"id": "n2", "person": person_of(root), "noted_on": DAY, "treatment": "t1"}
        assert clinical.add_note(opened.session, "treatment_detail", about, DOSE).changed.ops == 0
        assert (
            clinical.add_note(opened.session, "treatment_detail", about, DOSE | {"dose_mg": "90"}).changed.ops
            == 1
        )
        assert len(clinical.note_history(opened.session, "treatment_detail", "n2")) == 2


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"dose_mg": "nhiều"}, "dose_mg"),
        ({"dose_mg": "0,0"}, "dose_mg"),
        ({"phase": "third"}, "phase"),
        ({"hiv": "x"}, "hiv"),
        ({}, ""),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(root: Path, content: dict[str, str], field: str) -> None:
    with nurse(root / "C123", Hands()) as opened, pytest.raises(Fault) as told:
        clinical.add_note(
            opened.session, "treatment_detail", {"person": person_of(root), "noted_on": DAY}, content
        )
    assert told.value.field == field


def test_a_removed_health_account_cannot_read_what_is_written_afterwards(root: Path) -> None:
    home = Home(root / "C123")
    add_nurse(root / "C123", "chi", "bốn con thuyền neo bến sông")
    gone = keys.unlock(home, "chi", "bốn con thuyền neo bến sông", limits=REHEARSAL).bundle
    officer = keys.unlock(home, "an", PASSWORD, limits=REHEARSAL)
    keys.remove_user(home, officer, "chi")
    person = person_of(root)
    with at_work(root / "C123", Hands(), NURSE, NURSE_PASSWORD) as opened:
        clinical.add_note(
            opened.session,
            "treatment_detail",
            {"id": "n3", "person": person, "noted_on": DAY},
            {"note": "mới"},
        )
        with opened.session.store.read() as reader:
            sealed = str(reader.value("SELECT sealed FROM r_treatment_detail WHERE id = 'n3'"))
        assert gone.health is not None
        left = ClinicalKeys("C123", (gone.health, *gone.health_old))
        with pytest.raises(Fault) as told:
            left.open(sealed, Place(person, "treatment_detail", "n3"))
        assert told.value.code == "E_CLINICAL_KEY"
        # older notes open still, with the generation they were written under
        assert clinical.open_notes(opened.session, "assessment_detail", person)[0].fault is None


def test_the_envelope_tells_sizes_in_steps_and_names_nobody(root: Path) -> None:
    with at_work(root / "C123", Hands()) as opened, opened.session.store.read() as reader:
        texts = [str(row[0]) for row in reader.rows("SELECT sealed FROM r_assessment_detail")]
    for text in texts:
        assert NURSE not in text and person_of(root) not in text
        ct = text.split('"ct":"')[1].split('"')[0]
        assert (len(b64decode(ct)) - 16) % 512 == 0


# -- the health recipient on the pairing card ---------------------------------------------------


def test_a_card_without_a_health_recipient_is_written_as_it_always_was(tmp_path: Path) -> None:
    homes.make(tmp_path / "C1")
    with at_work(tmp_path / "C1", Hands()) as opened:
        card = pairing.card_bytes(opened.session.store, opened.device)
        assert b'"health":' not in card and pairing.read_card(card).health == ""
    add_nurse(tmp_path / "C1")
    with nurse(tmp_path / "C1", Hands()) as opened, opened.session.store.read() as reader:
        assert reader.value("SELECT count(*) FROM audit WHERE act = 'health_recipient'") == 1
    with at_work(tmp_path / "C1", Hands()) as opened:  # any account hands it on; only health could tell it
        found = pairing.read_card(pairing.card_bytes(opened.session.store, opened.device))
        assert len(found.health) == 64 and found.fingerprint() == opened.device.fingerprint()
    with nurse(tmp_path / "C1", Hands()) as opened, opened.session.store.read() as reader:
        assert reader.value("SELECT count(*) FROM audit WHERE act = 'health_recipient'") == 1  # told once


@pytest.mark.parametrize("recipient", ["00" * 32, "zz" * 32, "ab" * 31])
def test_a_card_with_a_recipient_that_seals_for_nobody_is_refused(tmp_path: Path, recipient: str) -> None:
    homes.make(tmp_path / "U1", "U1", "upper", "head")
    with at_work(tmp_path / "U1", Hands()) as opened:
        made = cards.make(
            opened.device,
            name="U",
            sort="upper",
            unit="",
            recovery=(),
            made_at="2026-11-23",
            app="1",
            health=recipient,
        )
        with pytest.raises(Reject):
            cards.read(cards.write(made, opened.device))


def test_only_nodes_above_are_sealed_to_and_an_older_card_takes_nothing_away(root: Path) -> None:
    with at_work(root / "C123", Hands()) as low:
        above = health.recipients_above(low.session.store)
        assert len(above) == 1
    with at_work(root / "U9", Hands()) as high:
        assert health.recipients_above(high.session.store) == []  # the commune is below
        known = pairing.read_card(pairing.card_bytes(high.session.store, high.device))
        older = cards.write(msgspec.structs.replace(known, health=""), high.device)
    with at_work(root / "C123", Hands()) as low:
        pairing.pair(low.session.store, "an", older, "", known.fingerprint())
        assert health.recipients_above(low.session.store) == above
