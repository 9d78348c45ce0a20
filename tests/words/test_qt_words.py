from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
    QSpinBox,
    QWizard,
    QWizardPage,
)

from app.desk.qt_words import QtWords, message_id
from app.words import set_language
from tests.words.qm import sources

pytestmark = pytest.mark.qt

# Everything of Qt that people can see in this program.
CONTEXTS = {
    "CloseButton", "QAbstractFileIconProvider", "QAbstractSpinBox", "QAccessibleActionInterface", "QComboBox",
    "QCupsJobWidget", "QDateTimeEdit", "QDialog", "QDialogButtonBox", "QDockWidget", "QErrorMessage",
    "QFileDialog", "QFileSystemModel", "QGnomeTheme", "QInputDialog", "QKeySequenceEdit", "QLineEdit",
    "QPageSetupWidget", "QPlatformTheme", "QPrintDialog", "QPrintPreviewDialog", "QPrintPropertiesDialog",
    "QPrintPropertiesWidget", "QPrintSettingsOutput", "QPrintWidget", "QProgressDialog", "QScrollBar",
    "QTabBar", "QUndoGroup", "QUndoModel", "QUndoStack", "QWhatsThisAction", "QWidgetTextControl", "QWizard",
    "quiaccessibilityelement",
}  # fmt: skip
# The same in Vietnamese: signs, paper sizes, units, keys; titles of Qt's own form files, which are never shown.
KEPT = {
    "Alt+Left", "Alt+Right", "Alt+Up", "%1 GB", "%1 KB", "%1 MB", "%1 TB", "CC", "DD", "P̸", "mm", "pt", "in", "Form",
    "Cicero (CC)", "Didot (DD)", "Pica (P̸)", "%1%", "...", "Executive", "Folio", "Ledger", "Legal", "Letter", "Tabloid",
    "1 (1x1)", "2 (2x1)", "4 (2x2)", "6 (2x3)", "9 (3x3)", "16 (4x4)",
    *(f"{series}{n}" for series in "AB" for n in range(11)),
}  # fmt: skip


@pytest.fixture
def words(qapp):
    translator = QtWords()
    assert QCoreApplication.installTranslator(translator)
    yield translator
    QCoreApplication.removeTranslator(translator)


def _plain(text: str) -> str:
    return text.replace("&", "")


def test_every_text_people_can_see_is_translated(words):
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    known = set().union(*(sources(folder / f"qtbase_{lang}.qm") for lang in ("de", "ko", "cs", "pl")))
    asked = {(context, source) for context, source in known if context in CONTEXTS and source not in KEPT}
    assert len(asked) > 300
    assert sorted(entry for entry in asked if not words.translate(*entry)) == []


def test_message_boxes_and_button_boxes(words, qtbot):
    texts = {
        "Ok": "Đồng ý", "Save": "Lưu", "SaveAll": "Lưu tất cả", "Open": "Mở", "Yes": "Có", "YesToAll": "Có cho tất cả",
        "No": "Không", "NoToAll": "Không cho tất cả", "Abort": "Dừng lại", "Retry": "Thử lại", "Ignore": "Bỏ qua",
        "Close": "Đóng", "Cancel": "Hủy", "Discard": None, "Help": "Trợ giúp", "Apply": "Áp dụng", "Reset": "Đặt lại",
        "RestoreDefaults": "Khôi phục mặc định",
    }  # fmt: skip
    for name, text in texts.items():
        box = QDialogButtonBox(QDialogButtonBox.StandardButton[name])
        qtbot.addWidget(box)
        message = QMessageBox()
        qtbot.addWidget(message)
        button = message.addButton(QMessageBox.StandardButton[name])
        wanted = {text} if text else {"Bỏ", "Không lưu", "Đóng, không lưu"}
        assert _plain(box.buttons()[0].text()) in wanted
        assert _plain(button.text()) in wanted


def _menu(field) -> list[str]:
    menu = field.createStandardContextMenu()
    texts = [_plain(action.text()).split("\t")[0] for action in menu.actions() if not action.isSeparator()]
    menu.deleteLater()
    return texts


def test_menus_of_text_fields(words, qtbot):
    wanted = ["Hoàn tác", "Làm lại", "Cắt", "Sao chép", "Dán", "Xóa", "Chọn tất cả"]
    for field in (QLineEdit(), QPlainTextEdit()):
        qtbot.addWidget(field)
        assert _menu(field) == wanted


def test_wizard_buttons(words, qtbot):
    wizard = QWizard()
    qtbot.addWidget(wizard)
    wizard.setWizardStyle(QWizard.WizardStyle.ClassicStyle)
    for _ in range(2):
        wizard.addPage(QWizardPage())
    wizard.setOption(QWizard.WizardOption.HaveHelpButton)
    wizard.restart()
    texts = {
        button: _plain(wizard.buttonText(button))
        for button in (
            QWizard.WizardButton.BackButton,
            QWizard.WizardButton.NextButton,
            QWizard.WizardButton.CommitButton,
            QWizard.WizardButton.FinishButton,
            QWizard.WizardButton.CancelButton,
            QWizard.WizardButton.HelpButton,
        )
    }
    assert list(texts.values()) == ["< Quay lại", "Tiếp >", "Ghi", "Hoàn tất", "Hủy", "Trợ giúp"]


def test_progress_and_spin_box(words, qtbot):
    progress = QProgressDialog()
    qtbot.addWidget(progress)
    progress.reset()
    assert QCoreApplication.translate("QProgressDialog", "Cancel") == "Hủy"
    qtbot.addWidget(QSpinBox())
    assert QCoreApplication.translate("QAbstractSpinBox", "&Step up") == "Tăng"


def test_shortcuts_name_keys_as_keyboards_do(words):
    native = QKeySequence.SequenceFormat.NativeText
    assert QKeySequence("Ctrl+N").toString(native) == "Ctrl+N"
    assert QKeySequence("Alt+Down").toString(native) == "Alt+↓"
    assert QKeySequence("Ctrl+Del").toString(native) == "Ctrl+Delete"
    assert QKeySequence("F4").toString(native) == "F4"


def test_what_is_not_ours_stays_and_english_is_untouched(words):
    assert QCoreApplication.translate("Elsewhere", "No such text anywhere") == "No such text anywhere"
    set_language("en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    assert QCoreApplication.translate("QShortcut", "Down") == "Down"


def test_ids_lose_mnemonics_only():
    assert message_id("Cu&t") == "Cut"
    assert message_id("&Next >") == "Next >"
    assert message_id("Save && Close") == "Save & Close"
    assert message_id("<p>Qt&nbsp;works</p>") == "<p>Qt&nbsp;works</p>"
