"""Official forms as data: a template says what a paper looks like, the register says what stands in it.

A template is one TOML file in ``resources/forms`` (LISTS and others add their own files beside). Head::

    id = "ND105-07"                 # unique; the unit's own copy and issued papers name it
    version = "2021-12-20"
    form = "manage_user"            # what it is for; templates of one form replace each other by date and law
    mark = "Mẫu số 07"              # printed in the upper right corner; may be empty
    label = { vi = "…", en = "…" }  # its name in lists
    group = "user_management"       # heading in the list of forms (see shelf.GROUPS)
    since = 2022-01-01              # first and last day on which a paper of this form may be dated
    until = 2026-06-30              # optional
    regime = "L73"                  # optional: the law it belongs to
    source = "NĐ 105/2021/NĐ-CP, Phụ lục, Mẫu 07"
    unseen = false                  # true: the official body was not seen, or there is none yet (said on screen)
    note = { vi = "…", en = "…" }   # optional, said on screen
    subject = "person"              # "person" or "none" (lists of a whole unit)
    record = "decision"             # kind of the record it answers; empty: none
    sorts = ["manage_user"]         # values of that record's ``sort`` it is offered for; empty: all
    decision = "manage_user"        # sort of decision: the law of the day says who signs it
    signatory = "chair"             # or the office itself: "chair", "police_chief", "province_police"
    symbol = "QĐ-UBND"              # end of the document number; empty: the paper has no number
    page = "portrait"               # or "landscape"
    size = 13                       # type size; optional
    needs = ["person.name", …]      # fields without which the paper should not go out

    [head]                          # who stands at its head
    layout = "offices"              # or "nation" (a paper that a person writes)
    above = "{office.committee_above}"
    office = "{office.committee}"
    place = "{unit.name}"

    [title]
    kind = "Quyết định"
    about = "Áp dụng biện pháp quản lý người sử dụng trái phép chất ma túy"
    photo = false                   # frame for a photo of 3 x 4 cm
    before_bases = "CHỦ TỊCH {office.committee}"   # who decides, in capitals above the bases; optional

    [[bases]]                       # legal bases, each with the days on which it is cited (optional)
    text = "Căn cứ Luật Phòng, chống ma túy ngày 30 tháng 3 năm 2021"
    until = 2026-06-30

    [[body]]                        # in the order of the page
    sort = "paragraph"              # text; bold, italic, align, indent, size are optional
    text = "**Điều 1.** Áp dụng … đối với {person.name}"
    when = "decision.ground"        # optional, any block: only when the field has a value (``unless``: has none)

Texts take ``{field}`` (any field of ``app.register.papers.providers.FIELDS``; inside rows also the names of
the row) and ``**bold**``. A field without a value becomes dots to write on, never "None". Sorts of blocks:

=============  ==========================================================================================
``paragraph``  ``text``
``heading``    ``text``: bold, in the middle
``identity``   ``lines``: keys of the identity block by line, such as ``["name sex", "birth birth_place"]``
               (keys: ``identity.KEYS``)
``line``       ``parts = [{ label = "Họ và tên", value = "{person.name}", share = 2 }]``, ``blank`` = dotted lines
``ticks``      ``field`` (sort codes), ``items = [{ code = "positive", text = "…" }]``,
               ``across`` (columns), ``after``, ``label``
``list``       ``field`` (sort rows), ``text`` for each row, ``least`` empty rows to write in,
               ``numbered``, ``first``, ``lead``
``table``      ``field`` (sort rows), ``columns = [{ title, width, value = "{title}", sort, group, align }]``,
               ``least``, ``numbering``, ``number_columns``, ``size``
``title``      ``text`` and ``about``: a title within the paper (an annex)
``signature``  ``signers = [{ lines = ["THỦ TRƯỞNG CƠ QUAN"] , name = "{…}", note = "(Ký, …)" }]``; a signer with
               ``office = true`` signs as the law of that day lays down ({signer.…}); ``recipients`` on the left
``spacer``     ``height`` in mm
``page``       a new page
=============  ==========================================================================================

A table ``value`` that is exactly ``"{name}"`` passes the row's own value, so numbers and dates stay such in XLSX.
``shelf.Shelf.shipped().choose(form, on, law, case)`` finds the template;
``make.make_paper(session, request)`` does all.
"""
