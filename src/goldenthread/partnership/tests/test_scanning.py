"""What a virus scanner says about a file decides whether it is kept; a scanner that says nothing keeps it out."""

import io
import socket

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.partnership.errors import RuleError
from goldenthread.partnership.forms.uploads import UploadField
from goldenthread.partnership.scanning import PIECE, refuse_infected
from goldenthread.partnership.tests.servers import VIRUS, Clamd, UnixClamd, running


@pytest.fixture
def clamd(settings):
    with running(Clamd()) as server:
        settings.CLAMAV = server.server_address
        yield server


def refusal(content=b"clean", name="minutes.pdf"):
    with pytest.raises(RuleError) as refused:
        refuse_infected(name, io.BytesIO(content))
    return refused.value.messages[0]


CANNOT_CHECK = (
    "“minutes.pdf” cannot be checked for viruses just now. Nothing was saved. Try again in a few minutes"
)


def test_a_clean_file_passes_whole_and_stands_at_its_beginning(clamd):
    content = bytes(range(256)) * (PIECE // 256 * 2 + 3)
    file = io.BytesIO(content)
    file.seek(17)
    refuse_infected("minutes.pdf", file)
    assert clamd.seen == [content]
    assert file.tell() == 0


def test_an_infected_file_is_refused_and_its_name_is_not_logged(clamd, caplog):
    said = refusal(b"before" + VIRUS + b"after")
    assert said.startswith("“minutes.pdf” was refused: the virus scanner found something in it.")
    assert "Tell your IT service" in said
    assert "Test.Virus FOUND" in caplog.text
    assert "minutes" not in caplog.text


@pytest.mark.parametrize(
    "answer",
    [
        b"\0",
        b"stream: OK",  # broken off before its end
        b"stream: OK \0",
        b"stream: Test.Virus OK\0",
        b"UNKNOWN COMMAND\0",
        b"Can't allocate memory ERROR\0",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"x" * 100_000,
        b"\xff\xfe\0",
    ],
)
def test_any_other_answer_keeps_the_file_out(clamd, answer):
    clamd.answer = answer
    assert refusal().startswith(CANNOT_CHECK)


def test_a_scanner_that_falls_silent_keeps_the_file_out(clamd, settings):
    clamd.answer = None
    settings.CLAMAV_SECONDS = 0.2
    assert refusal().startswith(CANNOT_CHECK)


def test_a_scanner_that_is_not_there_keeps_the_file_out(settings, caplog, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        settings.CLAMAV = nobody.getsockname()[:2]
    assert refusal().startswith(CANNOT_CHECK)
    assert "ConnectionRefusedError" in caplog.text
    settings.CLAMAV = str(tmp_path / "clamd.ctl")
    assert refusal().startswith(CANNOT_CHECK)


def test_a_file_larger_than_the_scanner_takes_says_so(clamd):
    clamd.limit = 1000
    assert "is larger than the virus scanner takes. Nothing was saved." in refusal(b"x" * 1001)


def test_a_scanner_behind_a_unix_socket_is_asked_just_so(settings, tmp_path):
    settings.CLAMAV = str(tmp_path / "clamd.ctl")
    with running(UnixClamd(settings.CLAMAV)) as server:
        refuse_infected("minutes.pdf", io.BytesIO(b"clean"))
        assert "was refused" in refusal(VIRUS)
    assert server.seen == [b"clean", VIRUS]


def test_without_a_scanner_nothing_is_scanned(settings):
    assert settings.CLAMAV is None
    refuse_infected("minutes.pdf", io.BytesIO(VIRUS))


def test_a_box_for_a_file_scans_what_it_is_given(clamd):
    box = UploadField()
    file = SimpleUploadedFile("minutes.txt", b"clean")
    assert box.clean(file).read() == b"clean"
    with pytest.raises(ValidationError, match="the virus scanner found something"):
        box.clean(SimpleUploadedFile("minutes.txt", VIRUS))
    assert UploadField(required=False).clean(None) is None


def test_a_file_that_is_too_large_is_not_even_scanned(clamd, settings):
    settings.MAX_UPLOAD_BYTES = 1000
    with pytest.raises(ValidationError, match=r"“a.txt” is larger than 1000 bytes. Divide it."):
        UploadField(too_large="Divide it.").clean(SimpleUploadedFile("a.txt", b"x" * 1001))
    assert clamd.seen == []
