from collections import Counter
from itertools import islice

from app.kinds.dates import birth_range
from app.kinds.identity import check_number, is_made_up
from app.kinds.names import people
from app.kinds.text import clean, fold

SAMPLE = list(people(20261123, 8000))


def test_the_same_seed_gives_the_same_people():
    assert list(islice(people(20261123, 8000), 50)) == SAMPLE[:50]
    assert list(people(1, 50)) != SAMPLE[:50]


def test_names_are_clean_and_have_at_least_two_words():
    for person in SAMPLE:
        assert clean(person.name) == person.name
        assert len(person.name.split()) >= 2
        assert clean(person.hamlet) == person.hamlet


def test_family_names_are_as_frequent_as_in_the_country():
    share = Counter(person.name.split()[0] for person in SAMPLE)
    assert 0.33 < share["Nguyễn"] / len(SAMPLE) < 0.41
    assert [name for name, _ in share.most_common(4)] == ["Nguyễn", "Trần", "Lê", "Phạm"]


def test_other_peoples_of_vietnam_are_among_them():
    others = [person for person in SAMPLE if person.ethnicity != "kinh"]
    assert 0.03 < len(others) / len(SAMPLE) < 0.05
    assert any(person.name.startswith("H’") and person.sex == "female" for person in others)
    assert any(person.name.startswith("Y ") and person.sex == "male" for person in others)
    assert any(" A " in person.name for person in others)


def test_women_are_told_from_men_by_their_middle_names():
    for person in SAMPLE:
        words = person.name.split()
        assert not (person.sex == "male" and "Thị" in words)
        assert not (person.sex == "female" and words[1:2] == ["Văn"])


def test_nobody_can_be_taken_for_a_real_person():
    assert all(is_made_up(person.number) for person in SAMPLE)
    assert all(len(person.phone) == 10 and person.phone.startswith("0900000") for person in SAMPLE)
    assert len({person.number for person in SAMPLE}) == len(SAMPLE)


def test_numbers_agree_with_sex_and_birth():
    for person in SAMPLE:
        assert check_number("cccd", person.number, person.sex, person.birth) == []


def test_births_are_known_as_well_as_in_real_lists():
    forms = Counter("about" if p.birth[0] == "~" else len(p.birth) for p in SAMPLE)
    assert forms[10] > forms[4] > forms[7]
    assert forms["about"]
    assert all(1950 < birth_range(person.birth)[0].year < 2013 for person in SAMPLE)


def test_many_people_share_a_name():
    names = Counter(fold(person.name) for person in SAMPLE)
    assert 0.2 < len(names) / len(SAMPLE) < 0.9
