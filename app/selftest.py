"""The check of an installed program: is every part here, the right one, and at work?

Each check is tried on its own; one that fails says in a sentence what is wrong
and does not stop the others.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from app.words import N_, _, set_language
from app.words.resources import resource

QT_VERSION = "6.11.3"
"""The one version of PySide6 we run on; 6.12.0 aborts on CPython 3.11 after some thousand signals."""

DONE, MISUSED, REFUSED = 0, 2, 3
_VIETNAMESE = "Nguyễn Thị Bình Yên, xã Đồng Hới, tổ ấm ☐ ☑"
_FONTS = tuple(
    f"fonts/Liberation{family}-{style}.ttf"
    for family in ("Serif", "Sans")
    for style in ("Regular", "Bold", "Italic", "BoldItalic")
)
_WORDS_PROBE = N_("Every part is in place and works.")


class Failed(Exception):
    """A check that does not hold; the text is the sentence for the person."""


def check_store() -> None:
    """SQLCipher encrypts: the right key opens, a wrong one and the ordinary library do not."""
    import sqlite3

    from app.vault import driver

    key, wrong = os.urandom(driver.KEY_SIZE), os.urandom(driver.KEY_SIZE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        link = driver.connect(path, key)
        link.execute("CREATE TABLE probe (words TEXT)")
        link.execute("INSERT INTO probe VALUES (?)", (_VIETNAMESE,))
        link.close()
        link = driver.connect(path, key)
        kept = link.execute("SELECT words FROM probe").fetchone()[0]
        link.close()
        if kept != _VIETNAMESE:
            raise Failed(_("The encrypted store does not give back what was written to it."))
        if driver.opens(path, wrong):
            raise Failed(_("The encrypted store opens with a wrong key."))
        plain = sqlite3.connect(path)
        try:
            plain.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError:
            return
        finally:
            plain.close()
    raise Failed(_("The store is not encrypted: an ordinary program can read it."))


def check_keys() -> None:
    """PyNaCl: a signature is verified and a changed text refused; a password key seals and opens."""
    from nacl.exceptions import BadSignatureError
    from nacl.pwhash import argon2id
    from nacl.secret import Aead
    from nacl.signing import SigningKey

    text = _VIETNAMESE.encode()
    signer = SigningKey.generate()
    signature = signer.sign(text).signature
    signer.verify_key.verify(text, signature)
    try:
        signer.verify_key.verify(text + b".", signature)
    except BadSignatureError:
        pass
    else:
        raise Failed(_("A signature is accepted on a changed text."))
    salt = os.urandom(argon2id.SALTBYTES)
    box = Aead(argon2id.kdf(32, text, salt, opslimit=argon2id.OPSLIMIT_MIN, memlimit=argon2id.MEMLIMIT_MIN))
    if box.decrypt(box.encrypt(text)) != text:
        raise Failed(_("Sealing with a password key does not give back the same text."))


def check_packages() -> None:
    """age and Zstandard give back what went in."""
    import pyrage
    import zstandard

    text = _VIETNAMESE.encode() * 50
    owner = pyrage.x25519.Identity.generate()
    sealed = pyrage.encrypt(zstandard.compress(text), [owner.to_public()])
    if text in sealed or zstandard.decompress(pyrage.decrypt(sealed, [owner])) != text:
        raise Failed(_("Sealing a package does not give back the same content."))


def check_resources() -> None:
    """Fonts, words, law packs and licence texts are shipped."""
    wanted = [*_FONTS, "words/vi/binhyen.mo", "licences/LGPL-3.0.txt", "openssl.cnf"]
    missing = [name for name in wanted if not resource(name).is_file()]
    if not any(path.is_file() for path in resource("packs").rglob("*")):
        missing.append("packs")
    if missing:
        raise Failed(_("Files of the program are missing: {names}.", names=", ".join(missing)))


def check_words() -> None:
    """The Vietnamese catalogue is read; without it everything would be said in English."""
    from app.words import language

    chosen = language()
    set_language("vi")
    try:
        is_english = _(_WORDS_PROBE) == _WORDS_PROBE
    finally:
        set_language(chosen)
    if is_english:
        raise Failed(_("The Vietnamese words of the program are out of date."))


def check_documents() -> None:
    """ReportLab writes a Vietnamese page in our fonts; the Word and Excel writers write theirs."""
    from io import BytesIO

    import docx
    import xlsxwriter
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    font = "SelfTestSerif"
    pdfmetrics.registerFont(TTFont(font, str(resource(_FONTS[0]))))
    pdf, word, sheet = BytesIO(), BytesIO(), BytesIO()
    page = Canvas(pdf)
    page.setFont(font, 13)
    page.drawString(72, 720, _VIETNAMESE)
    page.showPage()
    page.save()
    document = docx.Document()
    document.add_paragraph(_VIETNAMESE)
    document.save(word)
    with xlsxwriter.Workbook(sheet, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, _VIETNAMESE)
    if not pdf.getvalue().startswith(b"%PDF-") or b"LiberationSerif" not in pdf.getvalue():
        raise Failed(_("The PDF page does not carry the program's own font."))
    if not (word.getvalue().startswith(b"PK") and sheet.getvalue().startswith(b"PK")):
        raise Failed(_("Word or Excel files cannot be written."))


def check_qt_version() -> None:
    """The running PySide6 is the pinned one."""
    import PySide6

    if PySide6.__version__ != QT_VERSION:
        raise Failed(
            _(
                "Qt for Python is version {found}, but the program needs exactly {wanted}.",
                found=PySide6.__version__,
                wanted=QT_VERSION,
            )
        )


def check_window() -> None:
    """Qt makes a window without a screen and paints a Vietnamese text and an SVG icon into it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QImageReader
    from PySide6.QtWidgets import QApplication, QLabel

    application = QApplication.instance() or QApplication(["self-test"])
    picture = QLabel(_VIETNAMESE).grab()
    if picture.isNull() or application is None:
        raise Failed(_("Qt cannot paint a window."))
    if b"svg" not in [bytes(name.data()) for name in QImageReader.supportedImageFormats()]:
        raise Failed(_("Qt cannot read the program's icons."))


CHECKS: tuple[tuple[str, str, Callable[[], None]], ...] = (
    ("store", N_("The store is encrypted and opens only with its key."), check_store),
    ("keys", N_("Signatures and password keys work."), check_keys),
    ("packages", N_("Packages are sealed and opened."), check_packages),
    ("resources", N_("Fonts, words, law packs and licences are here."), check_resources),
    ("words", N_("The Vietnamese words are read."), check_words),
    ("documents", N_("PDF, Word and Excel files are written."), check_documents),
    ("qt_version", N_("Qt for Python is the version the program needs."), check_qt_version),
    ("window", N_("Qt makes a window."), check_window),
)


def attempt(name: str, holds: str, check: Callable[[], None]) -> dict[str, object]:
    """Try one check; whatever goes wrong in it becomes its sentence."""
    try:
        check()
    except Failed as failed:
        return {"name": name, "ok": False, "text": str(failed)}
    except Exception as trouble:  # noqa: BLE001 - a damaged part may fail in any way, and is reported
        text = _("This part does not work: {reason}.", reason=f"{type(trouble).__name__}: {trouble}")
        return {"name": name, "ok": False, "text": text}
    return {"name": name, "ok": True, "text": _(holds)}


def speak_somehow() -> None:
    """Without a readable catalogue the report is in English rather than not at all."""
    try:
        _(_WORDS_PROBE)
    except (OSError, ValueError):
        set_language("en")


def run(as_json: bool) -> int:
    """Try everything and print the result; 0 when all checks hold, 3 otherwise."""
    speak_somehow()
    checks = [attempt(*check) for check in CHECKS]
    passed = all(check["ok"] for check in checks)
    if as_json:
        print(json.dumps({"ok": passed, "checks": checks}, ensure_ascii=False))
        return DONE if passed else REFUSED
    for check in checks:
        print(f"{'✓' if check['ok'] else '✗'} {check['name']}: {check['text']}")
    print(_(_WORDS_PROBE) if passed else _("Something is wrong; install the program again."))
    return DONE if passed else REFUSED


def main(arguments: list[str]) -> int:
    """``binhyen self-test [--json] [--lang vi|en]``; returns the exit status."""
    import argparse

    parser = argparse.ArgumentParser(prog="binhyen self-test", description=_("Check the installed program."))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi")
    chosen = parser.parse_args(arguments)
    set_language(chosen.lang)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A Windows console may not know every letter; a report with a ? is better than none.
            stream.reconfigure(encoding="utf-8" if chosen.json else None, errors="replace")
    return run(chosen.json)
