"""The code sets of Annex A: what is accepted in a category, and the one short value that it stands for.

A cell is compared by its letters and figures alone, small, without a leading ``a)`` or ``zz)``. For each value stand
the code, Ofsted's wording, the Department for Education's, and the spellings of older and later layouts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Codes = Mapping[str, str]
PREFIX = re.compile(r"^[a-z]{1,2}\s*\)\s*")


def plain(cell: str) -> str:
    """A cell as categories are compared: without its letter and bracket, its letters and figures, small."""
    return "".join(re.findall(r"[a-z0-9]", PREFIX.sub("", cell.strip().casefold())))


def _codes(values: Mapping[str, tuple[str, ...]]) -> Codes:
    """From each accepted spelling, compared as :func:`plain` has it, to its value."""
    return {plain(spelling): value for value, spellings in values.items() for spelling in (value, *spellings)}


def _coded(values: Mapping[str, tuple[str, ...]]) -> Codes:
    """The same where a spelling may follow its code: ``N1``, ``N1 - Abuse or neglect``, ``Abuse or neglect``."""
    found = {}
    for code, spellings in values.items():
        for spelling in ("", *spellings):
            found[plain(f"{code} {spelling}")] = code
            if spelling:
                found.setdefault(plain(spelling), code)
    return found


YES_NO = _codes(
    {
        "yes": ("y", "true", "1", "t"),
        "no": ("n", "false", "0", "f"),
        "unknown": ("u", "not known", "not recorded", "9", "n/k", "nk"),
    }
)
DISABILITY = YES_NO
GENDER = _codes(
    {
        "male": ("m", "1", "boy", "man", "m1"),
        "female": ("f", "2", "girl", "woman", "f2"),
        "not stated": ("not stated/recorded", "not stated", "not recorded", "unknown", "u", "0", "unborn", "x",
                       "not stated/recorded (or unborn)", "not specified"),
        "neither": ("9", "other", "indeterminate", "i", "non binary"),
    }
)  # fmt: skip
ETHNICITY = _coded(
    {
        "WBRI": ("White British", "White - British", "White: British"),
        "WIRI": ("White Irish", "White - Irish"),
        "WIRT": ("Traveller of Irish heritage", "White - Traveller of Irish heritage"),
        "WOTH": ("Any other White background", "White - Any other White background", "White other"),
        "WROM": ("Gypsy/Roma", "Gypsy / Roma", "White - Gypsy/Roma"),
        "MWBC": ("White and Black Caribbean", "Mixed - White and Black Caribbean"),
        "MWBA": ("White and Black African", "Mixed - White and Black African"),
        "MWAS": ("White and Asian", "Mixed - White and Asian"),
        "MOTH": ("Any other Mixed background", "Mixed - Any other Mixed background", "Mixed other"),
        "AIND": ("Indian", "Asian or Asian British - Indian"),
        "APKN": ("Pakistani", "Asian or Asian British - Pakistani"),
        "ABAN": ("Bangladeshi", "Asian or Asian British - Bangladeshi"),
        "AOTH": ("Any other Asian background", "Asian or Asian British - Any other Asian background"),
        "BCRB": ("Caribbean", "Black Caribbean", "Black or Black British - Caribbean"),
        "BAFR": ("African", "Black African", "Black or Black British - African"),
        "BOTH": ("Any other Black background", "Black or Black British - Any other Black background"),
        "CHNE": ("Chinese",),
        "OOTH": ("Any other ethnic group", "Other", "Other ethnic group"),
        "REFU": ("Refused",),
        "NOBT": ("Information not yet obtained", "Not obtained", "Not stated", "Unknown"),
        "WHIT": ("White",),
        "MIXD": ("Mixed", "Mixed or multiple ethnic groups"),
        "ASIA": ("Asian", "Asian or Asian British"),
        "BLAK": ("Black", "Black or Black British"),
    }
)
SOURCE = _coded(
    {
        "1A": (
            "Individual",
            "Individual - family member, relative or carer",
            "family member, relative or carer",
        ),
        "1B": ("Individual", "Individual - acquaintance"),
        "1C": ("Individual", "Individual - self", "self"),
        "1D": ("Individual", "Individual - other"),
        "2A": ("Schools", "School"),
        "2B": ("Education services",),
        "3A": ("Health services", "GP", "Health services - general practitioner"),
        "3B": ("Health services", "Health visitor"),
        "3C": ("Health services", "School nurse"),
        "3D": ("Health services", "Other primary health services"),
        "3E": ("Health services", "A&E"),
        "3F": ("Health services", "Other health services", "Health"),
        "4": ("Housing",),
        "5A": ("LA services", "Local authority services"),
        "5B": ("LA services",),
        "5C": ("LA services",),
        "6": ("Police",),
        "7": ("Other legal agency",),
        "8": ("Other",),
        "9": ("Anonymous",),
        "10": ("Unknown",),
    }
)
NEED = _coded(
    {
        "N1": ("Abuse or neglect",),
        "N2": ("Child's disability", "Child’s disability or illness"),
        "N3": (
            "Parental disability or illness",
            "Parental illness or disability",
            "Parents illness or disability",
        ),
        "N4": ("Family in acute stress",),
        "N5": ("Family dysfunction",),
        "N6": ("Socially unacceptable behaviour",),
        "N7": ("Low income",),
        "N8": ("Absent parenting",),
        "N9": ("Cases other than children in need", "Not CIN"),
        "N0": ("Not stated",),
    }
)
CLOSURE = _coded(
    {
        "RC1": ("Adopted",),
        "RC2": ("Died",),
        "RC3": ("Child arrangements order", "Residence order"),
        "RC4": ("Special guardianship order",),
        "RC5": ("Transferred to services of another local authority", "Transfer to another LA"),
        "RC6": ("Transferred to adult social care services", "Transfer to adult social services"),
        "RC7": ("Services ceased for any other reason, including child no longer in need",
                "'Other' incl. Child no longer in need"),
        "RC8": ("Case closed after assessment, no further action", "Child not in need after assessment"),
    }
)  # fmt: skip
CASE_STATUS = _codes(
    {
        "looked after": ("Looked after child", "LAC", "CLA"),
        "plan": ("Child Protection plan", "CP", "CPP"),
        "in need": ("Child in need plan", "CIN", "CIN plan"),
        "assessment": ("Open assessment",),
        "closed": ("Closed episode",),
    }
)
ABUSE = _codes(
    {
        "neglect": ("NEG",),
        "physical": ("Physical abuse", "PHY"),
        "sexual": ("Sexual abuse", "SAB"),
        "emotional": ("Emotional abuse", "EMO"),
        "multiple": ("Multiple/not recommended", "MUL"),
    }
)
LEGAL_STATUS = _coded(
    {
        "C1": ("ICO", "Interim care order", "Interim care orders"),
        "C2": ("FCO", "Full care order", "Full care orders"),
        "D1": ("Freeing order", "Freeing order granted", "Freed for Adoption"),
        "E1": ("Placement order", "Placement order granted"),
        "V2": ("Single period under S20", "Single period of accommodation under section 20", "Accommodated under S20"),
        "L1": ("Police protection LA accommodation", "Under police protection and in local authority accommodation"),
        "L2": ("EPO", "Emergency protection order (EPO)", "Emergency protection order"),
        "L3": ("Child assessment order LA accommodation",
               "Under child assessment order and in local authority accommodation"),
        "J1": ("Remanded to LA or youth detention",
               "Remanded to local authority accommodation or to youth detention accommodation"),
        "J2": ("LA accommodation under PACE",
               "Placed in local authority accommodation under PACE, including secure accommodation"),
        "J3": ("Youth rehabilitation order", "Sentenced to Youth Rehabilitation Order"),
        "V3": ("Short term breaks, episodes recorded",
               "Accommodated under an agreed series of short-term breaks, when individual episodes of care "
               "are recorded"),
        "V4": ("Short term breaks, agreements recorded",
               "Accommodated under an agreed series of short-term breaks, when agreements are recorded "
               "(NOT individual episodes of care)"),
    }
)  # fmt: skip
PERMANENCE = _codes(
    {
        "home": ("Return to family",),
        "adoption": (),
        "guardianship": ("SGO/CAO",),
        "supported living": ("Supported living in the community",),
        "residential": ("Long-term residential placement",),
        "fostering": ("Long-term fostering",),
        "other": (),
    }
)
CEASED = _coded(
    {
        "E11": ("Adopted - application unopposed", "Adopted - application for an adoption order unopposed", "Adopted"),
        "E12": ("Adopted - consent dispensed", "Adopted – consent dispensed with by court"),
        "E2": ("Died",),
        "E3": ("Care taken by another LA", "Care taken over by another local authority in the UK"),
        "E4A": ("Returned home to live with parents or relatives - part of planning",
                "Returned home to live with parents or relatives"),
        "E4B": ("Returned home to live with parents or relatives - not part of planning",),
        "E13": ("Parents, relatives or other with no parental responsibility",),
        "E41": ("Residence order granted",),
        "E45": ("Special Guardianship Orders - former carer relative/friend",),
        "E46": ("Special Guardianship Orders - former carer other", "Special Guardianship Orders"),
        "E47": ("Special Guardianship Orders - relative/friend",),
        "E48": ("Special Guardianship Orders - other",),
        "E5": ("Moved into independent living - supported", "Moved into independent living"),
        "E6": ("Moved into independent living - no support",),
        "E7": ("Transferred to residential care funded by adult social services",),
        "E9": ("Sentenced to custody",),
        "E14": ("Accommodation on remand ended",),
        "E15": ("Age assessment determined child was 18 or over",),
        "E16": ("Child moved abroad",),
        "E8": ("Care ceased for any other reason", "Period of being looked after ceased for any other reason"),
        "X1": ("CodeError", "Episode ceases, and new episode begins on same day, for any reason"),
    }
)  # fmt: skip
PLACEMENT = _coded(
    {
        "U1": ("Foster placement - relatives - long term",),
        "U2": ("Foster placement - relative - FFA",),
        "U3": ("Foster placement - relative - not FFA",),
        "U4": ("Foster placement - long term", "Foster placement"),
        "U5": ("Foster placement - FFA",),
        "U6": ("Foster placement - not FFA",),
        "A3": ("Placed for adoption - consent - current foster",),
        "A4": ("Placed for adoption - consent - not foster",),
        "A5": ("Placed for adoption - order - foster",),
        "A6": ("Placed for adoption - order - not foster", "Placed for adoption - order - foster carer",
               "Placed for adoption"),
        "P1": ("Placed with parents",),
        "P2": ("Independent living",),
        "P3": ("Residential employment",),
        "H5": ("Residential accommodation",),
        "K1": ("Secure Children’s Homes",),
        "K2": ("Children’s Homes",),
        "R1": ("Residential Care Home",),
        "R2": ("NHS/Health Trust",),
        "R3": ("Family Centre or Mother and Baby Unit",),
        "R5": ("Young Offender Institution",),
        "S1": ("Residential school",),
        "Z1": ("Other placements",),
        "T0": ("Temporary placement",),
        "T1": ("Temporary placement - hospital",),
        "T2": ("Temporary placement - holiday",),
        "T3": ("Temporary placement - carer holiday",),
        "T4": ("Temporary placement - seven days or less",),
    }
)  # fmt: skip
PROVIDER = _coded(
    {
        "PR0": ("Parents/Parental responsibility", "Parents or other person with parental responsibility"),
        "PR1": ("Own provision", "Own LA"),
        "PR2": ("Other LA provision",),
        "PR3": ("Other public provision",),
        "PR4": ("Private provision", "Private"),
        "PR5": ("Voluntary/third sector", "Voluntary/third sector provision", "Other"),
    }
)
LOCATION = _codes({"in": ("inside", "in la", "i"), "out": ("outside", "out of la", "o")})
ELIGIBILITY = _codes(
    {
        "relevant": ("Relevant child",),
        "former relevant": ("Former relevant child",),
        "qualifying": ("Qualifying care leaver", "Qualifying child"),
        "eligible": ("Eligible child",),
        "other": (),
    }
)
IN_TOUCH = _codes(
    {
        "yes": ("y", "In touch"),
        "no": ("n", "Not in touch", "Not recorded"),
        "died": ("dead",),
        "refused": ("Refu", "Refused contact", "Young person refused contact"),
        "not required": ("NREQ", "No longer requires services"),
        "returned home": ("Rhom", "Returned home for 6 months or more"),
        "exclude": (),
    }
)
ACCOMMODATION = _coded(
    {
        "B": ("Parents/relatives", "With parents or relatives"),
        "C": ("Community home / residential care", "Community home"),
        "D": ("Semi-independent, transitional accommodation and self-contained accommodation",
              "Semi-independent transitional accommodation"),
        "E": ("Supported lodgings",),
        "G": ("Abroad", "Gone abroad"),
        "H": ("Deported",),
        "K": ("Ordinary lodgings, without formal support", "Ordinary lodgings"),
        "R": ("Residence not known",),
        "S": ("No fixed abode / homeless",),
        "T": ("Foyers and similar supported accommodation", "Foyers"),
        "U": ("Independent living",),
        "V": ("Emergency accommodation",),
        "W": ("Bed and breakfast",),
        "X": ("In custody",),
        "Y": ("Other accommodation",),
        "Z": ("With former foster carers", "With former foster carer"),
    }
)  # fmt: skip
SUITABLE = _codes(
    {
        "yes": ("Suitable", "y", "1"),
        "no": ("Unsuitable", "Not suitable", "n", "2"),
        "unknown": ("Not in touch or not recorded", "Not recorded"),
        "exclude": (),
    }
)
ACTIVITY = _coded(
    {
        "F1": ("Full time in higher education",),
        "P1": ("Part time in higher education",),
        "F2": ("Full time in education other than higher",),
        "P2": ("Part time in education other than higher",),
        "F3": ("Full time in training or employment",),
        "P3": ("Part time in training or employment",),
        "F4": ("Young person engaged full time in an apprenticeship",),
        "P4": ("Young person engaged part time in an apprenticeship",),
        "F5": ("Young person engaged full time in training or employment (not apprenticeship)",),
        "P5": ("Young person engaged part time in training or employment (not apprenticeship)",),
        "G4": ("Not in education, employment or training - illness or disability",),
        "G5": ("Not in education, employment or training - other",),
        "G6": ("Not in education, employment or training - pregnancy or parenting",),
    }
)
NO_LONGER = _coded(
    {
        "RD1": ("The child’s needs changed subsequent to the decision", "Child’s needs changed"),
        "RD2": ("The Court did not make a placement order", "Court did not make a PO"),
        "RD3": ("Prospective adopters could not be found", "Prospective adopters cannot be found"),
        "RD4": ("Any other reason",),
    }
)
LEAVING = _coded(
    {
        "1": ("Adopter withdrew from process", "Withdrew"),
        "2": ("Process put on hold", "Process on hold"),
        "3": ("Application refused",),
    }
)
