"""Drafts of forms: kept every few seconds and on lock, offered again on return."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.desk.widgets.date_fields import Clock, now
from app.desk.widgets.strips import Strip
from app.kinds.dates import in_vietnam, show_moment
from app.words import _

KEEP_MS = 5_000

SaveDraft = Callable[[str, dict[str, Any] | None], object]
LoadDraft = Callable[[str], dict[str, Any] | None]


class Draftable(Protocol):
    """What a keeper needs of a form."""

    draft_changed: Any

    def draft(self) -> dict[str, Any]:
        """What stands in the form."""
        ...

    def restore(self, draft: dict[str, Any]) -> None:
        """Put it back."""
        ...

    def is_changed(self) -> bool:
        """Whether there is anything worth keeping."""
        ...


class DraftKeeper(QObject):
    """Hands the form's draft to ``save`` at most every five seconds; ``None`` when there is none left.

    The draft is ``{"at": moment, "fields": …}``. ``keep_now`` is for lock and close.
    """

    kept = Signal()

    def __init__(
        self,
        key: str,
        form: Draftable,
        save: SaveDraft,
        load: LoadDraft,
        parent: QObject | None = None,
        *,
        clock: Clock = now,
    ) -> None:
        super().__init__(parent)
        self._key, self._form = key, form
        self._save, self._load, self._clock = save, load, clock
        self._dirty = False
        self._timer = QTimer(self, interval=KEEP_MS, singleShot=True)
        self._timer.timeout.connect(self.keep_now)
        form.draft_changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        self._dirty = True
        if not self._timer.isActive():
            self._timer.start()

    def keep_now(self) -> None:
        """Keep what stands in the form now, if it changed since the last time."""
        self._timer.stop()
        if not self._dirty:
            return
        self._dirty = False
        draft = (
            {"at": self._clock().isoformat(), "fields": self._form.draft()}
            if self._form.is_changed()
            else None
        )
        self._save(self._key, draft)
        self.kept.emit()

    def forget(self) -> None:
        """The form was saved or thrown away: no draft is left."""
        self._timer.stop()
        self._dirty = False
        self._save(self._key, None)

    def offer(self, parent: QWidget) -> Strip | None:
        """“There is a draft of 09:41 – Continue / Discard”, when there is one."""
        draft = self._load(self._key)
        if not draft:
            return None
        strip = Strip(
            _("There is a draft of {when}.", when=self._when(draft)),
            parent,
            tone="info",
            icon="pencil",
            can_close=False,
        )
        strip.add_action(_("Continue"), _Restore(self._form, draft["fields"], strip))
        strip.add_action(_("Discard"), self.forget)
        return strip

    def _when(self, draft: dict[str, Any]) -> str:
        at = in_vietnam(datetime.fromisoformat(draft["at"]))
        today = in_vietnam(self._clock()).date()
        return f"{at:%H:%M}" if at.date() == today else show_moment(at)


class _Restore(QObject):
    """Puts one draft back; lives as long as its strip."""

    def __init__(self, form: Draftable, fields: dict[str, Any], strip: Strip) -> None:
        super().__init__(strip)
        self._form, self._fields = form, fields

    def __call__(self) -> None:
        self._form.restore(self._fields)
