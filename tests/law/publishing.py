"""Made-up publishers and packs for tests."""

from nacl.signing import SigningKey

from app.law.signed import write_signed
from app.words.resources import resource

PUBLISHER = SigningKey(bytes(range(32)))
STRANGER = SigningKey(bytes(range(1, 33)))


def text_of(name):
    return resource(f"packs/{name}.toml").read_text(encoding="utf-8")


def signed(text, by=PUBLISHER):
    return write_signed(text, bytes(by.verify_key), lambda data: by.sign(data).signature)


def later(text, acts_from="2027-03-01", version="2027-02-10"):
    """The next version of a pack, whose acts count from a day on."""
    lines = text.replace('version = "2026-11-23"', f'version = "{version}"\nacts_from = {acts_from}', 1)
    assert lines != text
    return lines


def decree(rules, valid_from="2027-03-01", extra="", name="L120-decree", overlays="L120"):
    """An overlay with rules of its own."""
    return f"""id = "{name}"
sort = "overlay"
overlays = "{overlays}"
version = "2027-02-10"
valid_from = {valid_from}
title = {{ vi = "Nghị định thử", en = "Test decree" }}
source = "thử"
{extra}
{rules}
"""


def rule(name, amount, unit, who="police", binds="office", more=""):
    return f"""[[rules]]
id = "{name}"
title = {{ vi = "Thử", en = "Test" }}
anchor = {{ vi = "ngày", en = "day" }}
who = "{who}"
binds = "{binds}"
amount = {amount}
unit = "{unit}"
article = "Điều 9"
mark = "found"
{more}
"""
