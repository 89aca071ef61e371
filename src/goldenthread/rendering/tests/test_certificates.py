import datetime as dt
import io

import pikepdf
import pytest

from goldenthread.rendering import CertificateText, render_certificates

ON = dt.date(2019, 9, 9)


def certificate(holder="A holder", **more):
    words = {
        "partnership": "A partnership", "title": "Certificate", "completed": "completed", "course": "A course",
        "facts": [("Completed on", "9 September 2019")], "check": "Check it",
    }  # fmt: skip
    return CertificateText(holder=holder, **(words | more))


def pages(*certificates):
    content = render_certificates(certificates, title="Certificates", author="A partnership", on=ON)
    with pikepdf.open(io.BytesIO(content)) as file:
        assert str(file.Root.Lang) in ("en-GB", "en")
        assert bool(file.Root.MarkInfo.Marked)
        with file.open_metadata() as facts:
            assert facts["pdfuaid:part"] == "1"
        return len(file.pages)


def test_each_certificate_is_a_page_of_an_accessible_pdf():
    assert pages(certificate()) == 1
    assert pages(*(certificate(f"Holder {number}") for number in range(7))) == 7


@pytest.mark.parametrize("text", ["#panic()", "*[]* \\ $x$", "W" * 150, "=" * 40, "\u200f😀 ünï"])
def test_what_people_wrote_is_words_and_nothing_else(text):
    assert pages(certificate(text, course=text)) == 1


def test_the_same_words_make_the_same_bytes_and_none_make_nothing():
    made = [render_certificates([certificate()], title="x", author="y", on=ON) for _ in range(2)]
    assert made[0] == made[1]
    with pytest.raises(ValueError, match="nothing to certify"):
        render_certificates([], title="x", author="y", on=ON)
