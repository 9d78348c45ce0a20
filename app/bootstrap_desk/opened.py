"""An open register as the window holds it: figures of the frame, search, keys, closing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from app.bootstrap_desk.gate import ROLE_LABELS
from app.bootstrap_desk.keeper import Keeper
from app.desk.shell.gate import Found, Status
from app.kinds.dates import show_birth
from app.kinds.faults import Fault
from app.kinds.units_catalogue import as_of as catalogue_day
from app.ledger import drafts
from app.register.audit_list import last_saved
from app.register.search import find_people
from app.register.session import Session
from app.sync import outbox, pairing
from app.vault import keys
from app.vault.derive import STANDARD, Limits

if TYPE_CHECKING:
    from app.bootstrap import Opened

#: The page that opens a person given as its target.
PERSON_PAGE = "people"


class OpenRegister:
    """See ``app.desk.shell.gate.DeskSession``; pages also take ``session``, ``device`` and ``keeper``."""

    def __init__(self, opened: Opened, *, superior: str = "", limits: Limits = STANDARD) -> None:
        self.opened = opened
        self.session: Session = opened.session
        self.device = opened.device
        self.superior = superior
        self.keeper = Keeper(opened, limits)
        self.role_label = ROLE_LABELS.get(opened.session.role, opened.session.role)

    @property
    def user(self) -> str:
        """The account that opened it."""
        return self.session.user

    @property
    def role(self) -> str:
        """Role of the account."""
        return self.session.role

    @property
    def unit_name(self) -> str:
        """Name of the unit."""
        return self.session.node.name

    @property
    def sample(self) -> bool:
        """Whether this is the training register."""
        return self.session.sample

    def status(self) -> Status:
        """Figures of the status bar."""
        store = self.session.store
        parents = [p for p in pairing.peers(store) if p.part == pairing.PARENT and p.status == "active"]
        unsent = max((outbox.pending(store, peer.node).ops for peer in parents), default=0)
        return Status(saved_at=last_saved(self.session), unsent=unsent, catalogue=catalogue_day())

    def find(self, text: str, limit: int) -> Sequence[Found]:
        """People for the search of the top bar."""
        found = []
        for hit in find_people(self.session, text, limit, settled=False):
            born = show_birth(hit.birth) if hit.birth else ""
            detail = " · ".join(part for part in (born, hit.hamlet or "", hit.reason()) if part)
            found.append(Found(hit.name, detail, PERSON_PAGE, hit.id))
        return found

    def keep_draft(self, key: str, body: dict[str, Any]) -> None:
        """Keep what was typed under a form's key, for this account."""
        drafts.keep(self.session.store, self.user, key, body)

    def find_draft(self, key: str) -> dict[str, Any] | None:
        """What is kept under a key."""
        found = drafts.find(self.session.store, self.user, key)
        return found.body if found else None

    def drop_draft(self, key: str) -> None:
        """Forget it."""
        drafts.drop(self.session.store, self.user, key)

    def close(self) -> None:
        """Close the store, carry out what waited for that, and release the home."""
        self.session.store.close()
        try:
            for user in self.keeper.leaving:
                # Asked and checked before; what is refused now shows on the unlock page,
                # which lists the account still, and in the audit list, which has no removal.
                with suppress(Fault):
                    keys.remove_user(self.opened.home, self.opened.unlocked, user)
        finally:
            self.opened.close()
