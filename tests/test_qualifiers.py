"""Must and may, all and some, bounds, former figures and roles: by rule, in both languages."""

import judging
import pytest
from judging import Text

from rag.checking.alignment import ClaimWords
from rag.checking.candidates import candidates_of, unmarked
from rag.checking.signals import compare_by_rule
from rag.checking.unsaid import is_supposed
from rag.encoders import load_encoder
from rag.facts.compare import compare
from rag.facts.figures import compare_figures
from rag.facts.qualifiers import compare_qualifiers, with_plain_bounds
from rag.language.figures.bounds import plain_bounds
from rag.language.statements.modality import SUPPOSES, find_modality, find_quantifiers
from rag.records import Language


@pytest.mark.parametrize(
    ("text", "language", "plain"),
    [
        ("Le montant ne doit pas dépasser 30 €.", "fr", "Le montant maximum 30 €."),
        ("Le congé dure au plus trois mois.", "fr", "Le congé dure maximum trois mois."),
        ("Il verse au moins 30 €.", "fr", "Il verse minimum 30 €."),
        ("Personne ne peut détenir plus d'un livret.", "fr", "peut détenir maximum un livret."),
        ("A cord must not exceed 22 cm.", "en", "A cord maximum 22 cm."),
        ("It holds at least ten people.", "en", "It holds minimum ten people."),
        ("Members serve no more than 3 years.", "en", "Members serve maximum 3 years."),
        ("Paint must not contain more than 90 mg.", "en", "Paint contain maximum 90 mg."),
        ("It is due one month after the vote.", "en", "It is due 1 month after the vote."),
        ("Il est dû un an après le vote.", "fr", "Il est dû 1 an après le vote."),
        ("One member of the board votes.", "en", "One member of the board votes."),
        ("Le conseil se réunit à Brest.", "fr", "Le conseil se réunit à Brest."),
    ],
)
def test_bounds_become_one_word(text: str, language: Language, plain: str) -> None:
    assert " ".join(plain_bounds(text, language).text.split()) == plain


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("The board may close the harbour.", "en", ["may"]),
        ("The board must close the harbour.", "en", ["must"]),
        ("The board may not close the harbour.", "en", ["must not"]),
        ("No person shall close the harbour.", "en", ["must not"]),
        ("The board is not required to close it.", "en", ["may"]),
        ("Le conseil peut fermer le port.", "fr", ["may"]),
        ("Le conseil doit fermer le port.", "fr", ["must"]),
        ("Le conseil ne peut pas fermer le port.", "fr", ["must not"]),
        ("Le conseil n’est pas tenu de fermer le port.", "fr", ["may"]),
        ("Le port est fermé.", "fr", []),
        ("Le montant ne peut être cédé.", "fr", ["must not"]),
        ("Les membres ne peuvent ni voter ni siéger.", "fr", ["must not"]),
        ("Cela ne peut se faire de nuit.", "fr", ["must not"]),
        ("Ni le maire ni le préfet ne peuvent voter.", "fr", ["must not"]),
        ("Nul ne saurait voter deux fois.", "fr", ["must not"]),
        ("Le maire n’est pas autorisé à voter.", "fr", ["must not"]),
        ("Il est interdit de voter deux fois.", "fr", ["must not"]),
        ("Le port ne peut être fermé que par le maire.", "fr", ["may"]),
        ("Nul n’est tenu de voter.", "fr", ["may"]),
        ("Les membres n’ont pas à voter.", "fr", ["may"]),
        ("Le bac part peut-être demain.", "fr", []),
        ("The mayor cannot vote.", "en", ["must not"]),
        ("The mayor can’t vote.", "en", ["must not"]),
        ("Members may neither vote nor sit.", "en", ["must not"]),
        ("A member may in no case vote twice.", "en", ["must not"]),
        ("Members are not allowed to vote.", "en", ["must not"]),
        ("Members do not have to vote.", "en", ["may"]),
        ("The board must vote by 1 May.", "en", ["must"]),
        ("In May the harbour is closed.", "en", []),
        ("The meeting of 4 May 2023 was closed.", "en", []),
    ],
)
def test_what_is_said_of_duty(text: str, language: Language, found: list[str]) -> None:
    assert [name for name, _ in find_modality(text, language)] == found


@pytest.mark.parametrize(
    ("text", "supposes"),
    [
        ("Si le musée était un agent, il paierait.", True),
        ("Le musée paie s’il est un agent.", True),
        ("Le musée paie à moins qu’il ne soit un agent.", True),
        ("Le musée paie à moins que l’agent ne paie.", True),
        ("Le quai est si important que le musée paie.", False),
        ("Le musée paie, si bien que le quai est ouvert.", False),
        ("Le musée est situé sur le quai ; le bail est signé.", False),
        ("Le musée paie aussi le quai.", False),
    ],
)
def test_what_a_french_sentence_supposes(text: str, supposes: bool) -> None:
    assert bool(SUPPOSES["fr"].search(text)) == supposes


def test_how_many_are_meant() -> None:
    assert set(find_quantifiers("Tous les membres votent.", "fr")) == {"all"}
    assert set(find_quantifiers("Some of the members vote.", "en")) == {"some"}
    assert set(find_quantifiers("No member may vote.", "en")) == set()


@pytest.mark.parametrize(
    ("claim", "quote", "language", "topics"),
    [
        ("The board must pay.", "The board may pay.", "en", ["word"]),
        ("Every member pays.", "Some of the members pay.", "en", ["word"]),
        ("Il verse au moins 30 €.", "Il verse au plus 30 €.", "fr", ["word"]),
        ("Le conseil compte douze membres.", "Le nombre passe de douze à quinze.", "fr",
         ["figure"]),
        ("The board tells the chair the day and place of the meeting.",
         "The chair tells the board the day and place of the meeting.", "en", ["role"]),
        ("Each clerk informs the board of the harbour, the crew and the cargo.",
         "The board informs each clerk of the harbour, the crew and the cargo.", "en", ["role"]),
        ("The register of the harbour is kept by the clerk.",
         "The clerk keeps the register of the harbour.", "en", []),
        ("The board may pay.", "The board may pay.", "en", []),
        ("The wage is at most the minimum at least at 18.",
         "The wage is at least the minimum at least at 18.", "en", ["word"]),
        ("Un salaire au plus égal au SMIC est dû dès au moins 18 ans.",
         "Un salaire au moins égal au SMIC est dû dès au moins 18 ans.", "fr", ["word"]),
        ("Un salaire au moins égal au SMIC est dû dès au moins 18 ans.",
         "Un salaire au moins égal au SMIC est dû dès au moins 18 ans.", "fr", []),
        ("It must not always be possible.", "It may not always be possible.", "en", ["word"]),
        ("It may not always be possible.", "It may not always be possible.", "en", []),
        ("Il ne doit pas toujours payer.", "Il ne peut pas toujours payer.", "fr", ["word"]),
        ("Il ne doit pas payer.", "Il ne peut pas payer.", "fr", []),
        ("The council gets no pay.", "The members of the council are not paid.", "en", []),
        ("No member gets pay.", "All members are not paid.", "en", ["word"]),
        ("Siéger ne donne droit à aucune prime.", "Les membres n’ont pas de prime.", "fr", []),
        ("Aucun membre ne vote.", "Certains membres ne votent pas.", "fr", ["word"]),
        ("Members may attend.", "It shall be open, and no member shall be kept out.", "en", []),
        ("It opens within three months.", "It opens not later than one month after.", "en", []),
        ("A row must survive up to two faults.", "A row can survive up to two faults.", "en",
         ["word"]),
        ("Le quai doit recevoir au plus 20 bateaux.", "Le quai peut recevoir au plus 20 bateaux.",
         "fr", ["word"]),
        ("Le bail doit être au maximum de 3 mois.", "Le bail peut être au maximum de 3 mois.",
         "fr", []),
        ("The lease must be limited to 3 months.", "The lease may be limited to 3 months.", "en",
         []),
        ("The lease must be at most 3 months.", "The lease can be at most 3 months.", "en", []),
        ("A group may have up to 20 visitors.", "A group shall not exceed 20 visitors.", "en", []),
        ("Un groupe peut réunir au plus 20 élèves.", "Un groupe ne doit pas dépasser 20 élèves.",
         "fr", []),
    ],
)  # fmt: skip
def test_differences_of_scope(
    claim: str, quote: str, language: Language, topics: list[str]
) -> None:
    texts = (with_plain_bounds(text, language) for text in (claim, quote))
    assert [one.topic for one in compare_qualifiers(*texts)] == topics


@pytest.mark.parametrize(
    ("claim", "quote", "language", "outcome"),
    [
        ("Le retard coûte 15 % par jour.", "Le retard coûte 15 € par jour.", "fr", "differs"),
        ("A delay costs 15% a day.", "A delay costs €15 a day.", "en", "differs"),
        ("Le retard coûte 15 € par jour.", "Le retard coûte quinze euros.", "fr", "agrees"),
        ("A delay costs €15 a day.", "A delay costs fifteen euros.", "en", "agrees"),
        ("A delay costs €15 a day.", "A delay of 15 days is long.", "en", "missing"),
        ("The course lasts 12 months.", "The course costs 12 euros.", "en", "missing"),
        ("Le cours coûte 12 euros.", "Le cours dure 12 mois.", "fr", "missing"),
    ],
)
def test_one_number_in_two_units_differs(
    claim: str, quote: str, language: Language, outcome: str
) -> None:
    texts = (with_plain_bounds(text, language) for text in (claim, quote))
    assert [one.outcome for one in compare_figures(*texts)] == [outcome]


@pytest.mark.parametrize(
    ("claim", "quote", "language", "words"),
    [
        ("Le bail dure au moins six mois.", "Le bail ne peut excéder six mois.", "fr",
         ("au moins", "ne peut excéder")),
        ("The lease lasts at least six months.", "The lease lasts no longer than six months.", "en",
         ("at least", "no longer than")),
        ("The lease lasts two months.", "The lease lasts one month.", "en",
         ("two months", "one month")),
        ("Le prêt dure deux mois.", "Le prêt dure un mois.", "fr",
         ("deux mois", "un mois")),
        ("The board must pay.", "The board may pay.", "en", ("must", "may")),
    ],
)  # fmt: skip
def test_reasons_have_the_words_of_claim_and_quote(
    claim: str, quote: str, language: Language, words: tuple[str, str]
) -> None:
    (candidate,) = candidates_of(judging._hit(0, Text(quote, language)))
    reasons = compare_by_rule(claim, language, candidate).reasons
    differing = [(one.claimed, one.quoted) for one in reasons if one.outcome == "differs"]
    assert words in differing


MINUTES_FR = "Absents : M. Bruno Saulnier, M. Yacine Belkacem."
MINUTES_EN = "Apologies for absence: Mr Lorne Whitby."


@pytest.mark.parametrize(
    ("claim", "language", "text", "verdict"),
    [
        ("M. Bruno Saulnier était présent au conseil du 20 juin 2024.", "fr",
         Text(MINUTES_FR, "fr", "Procès-verbal du conseil du 20 juin 2024"), "contradicted"),
        ("M. Bruno Saulnier était absent du conseil du 20 juin 2024.", "fr",
         Text(MINUTES_FR, "fr", "Procès-verbal du conseil du 20 juin 2024"), "supported"),
        ("M. Bruno Saulnier était présent au conseil du 8 février 2024.", "fr",
         Text(MINUTES_FR, "fr", "Procès-verbal du conseil du 20 juin 2024"), "not found"),
        ("Mr Lorne Whitby attended the finance committee of 5 May 2024.", "en",
         Text(MINUTES_EN, "en", "Minutes of the finance committee, 5 May 2024"), "contradicted"),
        ("L’établissement est certifié ISO 14001.", "fr",
         Text("La continuité d’activité relève de l’ISO 22301.", "fr", "Normes"), "not found"),
        ("Le système d’information est certifié ISO 27001.", "fr",
         Text("Le système d’information est certifié ISO 27001 depuis 2022.", "fr", "Normes"),
         "supported"),
        ("Model PX-888 prints in colour.", "en",
         Text("Model PX-880 prints in colour.", "en", "IT manual"), "not found"),
        ("Le congé parental dure de six à onze mois.", "fr",
         Text("Le congé dure de six à onze mois.", "fr", "Le congé sabbatique"), "not found"),
    ],
)  # fmt: skip
def test_the_subject_and_the_label_of_a_list_decide(
    claim: str, language: Language, text: Text, verdict: str
) -> None:
    assert judging.verdict(claim, language, text) == verdict


@pytest.mark.parametrize(
    ("claim", "quote", "language"),
    [
        ("The Foundation is an agent of the Crown.",
         "If the Foundation were an agent of the Crown, its contracts would bind it.", "en"),
        ("Le musée est un agent de l’État.",
         "Si le musée était un agent de l’État, ses contrats le lieraient.", "fr"),
        ("The board must publish the register.", "The board may publish the register.", "en"),
        ("Tous les membres du conseil sont rémunérés.",
         "Certains membres du conseil sont rémunérés.", "fr"),
        ("Le conseil doit publier le registre.", "Le conseil peut publier le registre.", "fr"),
    ],
)  # fmt: skip
def test_a_changed_claim_is_not_supported(claim: str, quote: str, language: Language) -> None:
    assert judging.verdict(claim, language, Text(quote, language)) != "supported"


def test_what_is_not_sure_is_not_what_is_supported_in_part() -> None:
    text = Text("La bibliothèque a prêté 18 950 ouvrages en 2023.", "fr")
    part = judging.findings("La bibliothèque a prêté 18 950 ouvrages et 640 disques en 2023.",
                            "fr", [text])[0]  # fmt: skip
    assert (part.verdict, part.unsure) == ("partly", False)
    unsure = judging.findings("La bibliothèque prête peu de livres.", "fr", [text])
    assert not unsure or (unsure[0].verdict, unsure[0].unsure) == ("partly", True)


def test_headings_and_marks_are_no_evidence() -> None:
    text = (
        "Rôle du conseil\n5 Le conseil fixe le budget.\n• (a) les dépenses ;\n• (b) les recettes."
    )
    hit = judging._hit(0, Text(text, "fr", "Règlement", ("Budget",)))
    found = [one.text for one in candidates_of(hit)]
    assert found == ["Le conseil fixe le budget.", "les dépenses ;", "les recettes."]
    assert unmarked("• (a) les dépenses ;") == "les dépenses ;"
    assert unmarked("12 membres siègent.") == "12 membres siègent."


def test_an_item_is_read_with_what_introduces_its_list() -> None:
    text = "Le conseil fixe :\n• les dépenses ;\n• les recettes."
    found = candidates_of(judging._hit(0, Text(text, "fr")))
    assert [one.text for one in found][1:] == [
        "Le conseil fixe : les dépenses ;", "Le conseil fixe : les recettes.",
    ]  # fmt: skip
    assert found[1].quote.text == "• les dépenses ;"


def test_a_word_that_is_nowhere_in_a_sentence_is_the_weakest() -> None:
    encoder = load_encoder()
    claim = "The reader’s card costs nothing."
    own, near, far = encoder.tokens(
        [claim, "A card for readers is free.", "The harbour freezes."], kind="passage"
    )
    words = ClaimWords.of(claim, "en", own)
    one, other = words.aligned(near, set()), words.aligned(far, set())
    assert one.mean > other.mean
    assert one.weakest <= one.mean
    assert words.aligned(far, set(words.stems)).weakest == 1.0


def test_evidence_both_ways_is_not_sure() -> None:
    claim = "The harbour board has twelve members."
    own = Text("Twelve members sit on the harbour board.", "en", "A")
    other = Text("The harbour board has fifteen members.", "en", "B")
    assert judging.verdict(claim, "en", own) == "supported"
    first, second = judging.findings(claim, "en", [own, other])
    assert (first.source, first.verdict, first.unsure) == (0, "partly", True)
    assert (second.source, second.verdict) == (1, "contradicted")


@pytest.mark.parametrize(
    ("claim", "quote", "above", "language", "outcomes"),
    [
        ("It is in category 2.", "The fine is 50 euros in category 1.", "See category 2.", "en",
         ["missing"]),
        ("It is in category 2.", "The fine is 50 euros.", "See category 2.", "en", ["agrees"]),
        ("It is in category 2.", "The fine of category 2 is 50 euros.", "See category 1.", "en",
         ["agrees"]),
        ("The file is pxelinux.10.", "The file is pxelinux.0.", "10 files.", "en",
         ["missing", "missing"]),
        ("The file is pxelinux.0.", "The file is pxelinux.0.", "", "en", ["agrees"]),
        ("Le fichier est pxelinux.10.", "Le fichier est pxelinux.0.", "10 fichiers.", "fr",
         ["missing", "missing"]),
        ("L'article 12 fixe l'amende.", "L'article 13 fixe l'amende.", "Article 12.", "fr",
         ["missing"]),
        ("L'article 12 fixe l'amende.", "L'amende est fixée.", "Article 12.", "fr", ["agrees"]),
    ],
)  # fmt: skip
def test_the_number_of_a_sentence_outweighs_that_above_it(
    claim: str, quote: str, above: str, language: Language, outcomes: list[str]
) -> None:
    texts = (with_plain_bounds(text, language) for text in (claim, quote, above))
    assert [one.outcome for one in compare(*texts) if one.topic == "figure"] == outcomes


@pytest.mark.parametrize(
    ("claim", "quote", "language", "supposed"),
    [
        ("You want to see whether it works.", "If you want to see whether it works, start it.",
         "en", True),
        ("If you want to see whether it works, start it.",
         "If you want to see whether it works, start it.", "en", False),
        ("The board decides whether to pay.", "The board decides whether to pay.", "en", False),
        ("You want to see it.", "If you want to see it, start it.", "en", True),
        ("Vous voulez savoir si elle marche.", "Si vous voulez savoir si elle marche, lancez-la.",
         "fr", True),
        ("Si vous voulez savoir si elle marche, lancez-la.",
         "Si vous voulez savoir si elle marche, lancez-la.", "fr", False),
    ],
)  # fmt: skip
def test_what_a_sentence_supposes(
    claim: str, quote: str, language: Language, supposed: bool
) -> None:
    texts = (with_plain_bounds(text, language) for text in (claim, quote))
    assert is_supposed(*texts) is supposed
