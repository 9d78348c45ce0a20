"""A unit's own wording of forms, and papers issued from them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app.documents.forms.copies import editable, save_own, shelf_of
from app.documents.forms.make import Request, issue_paper
from app.documents.forms.shelf import Shelf
from app.kinds.faults import Fault
from app.register.papers.issued import reprint
from tests.documents.form_people import OLD, add_everything, make_office
from tests.documents.test_forms import flat


def test_own_wording_is_checked_kept_in_versions_and_taken_back(tmp_path: Path) -> None:
    opened = make_office(tmp_path / "home")
    session = opened.session
    texts = editable(Shelf.shipped().of("ND105-10")) | {
        "symbol": "QĐ-CTUBND",
        "recipients": "Như Điều 4\nLưu: VT, NC",
    }
    with pytest.raises(Fault) as caught:
        save_own(session, "ND105-10", texts | {"title.about": "Chấm dứt {person.nobody}"})
    assert caught.value.values["name"] == "person.nobody"
    copy, _changed = save_own(session, "ND105-10", texts)
    assert {row.place for row in copy.texts} == {"symbol", "recipients"} and copy.version == 1
    own = shelf_of(session).of("ND105-10")
    assert own.symbol == "QĐ-CTUBND" and own.recipients[-1] == "Lưu: VT, NC" and own.own.endswith("+1")
    assert Shelf.shipped().of("ND105-10").symbol == "QĐ-UBND"
    with pytest.raises(Fault) as same:
        save_own(session, "ND105-10", texts)
    assert same.value.code == "E_SAME"
    save_own(session, "ND105-10", editable(Shelf.shipped().of("ND105-10")), "trở lại")
    assert shelf_of(session).of("ND105-10").own == ""
    opened.close()


def test_issuing_writes_the_number_and_prints_again_the_same(tmp_path: Path) -> None:
    opened = make_office(tmp_path / "home")
    session, person = opened.session, add_everything(opened.session)
    wanted = Request("manage_user", OLD, person)
    first, data, _changed = issue_paper(session, wanted)
    assert first.number == "01/QĐ-UBND" and "Số: 01/QĐ-UBND" in flat(data)
    second, other, _changed = issue_paper(
        session, dataclasses.replace(wanted, typed={"signer.name": "Bá Văn Hiền"})
    )
    assert second.number == "02/QĐ-UBND" and other != data
    assert reprint(session, first.id)[1] == data
    opened.close()
