"""The check of the repository finds what it is there to find."""

import subprocess

import pytest
from scripts.check_repository import problems

LOCKED = "asgiref==3.9.1 \\\n    --hash=sha256:" + "0" * 64 + "\n    # via django\n"
NPM_LOCK = '{"packages": {"node_modules/sass": {"version": "1.0.0", "integrity": "sha512-x"}}}'.replace(
    ": {", ": {\n"
)


@pytest.fixture
def repository(tmp_path):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "runtime.txt").write_text("# Made by make lock\n" + LOCKED)
    (tmp_path / "package-lock.json").write_text(NPM_LOCK)
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    return tmp_path


def found(repository, name=None, content=b""):
    if name:
        (repository / name).write_bytes(content)
    subprocess.run(["git", "-C", repository, "add", "--all"], check=True)
    return list(problems(repository))


def test_a_repository_of_hashed_locks_is_in_order(repository):
    assert found(repository) == []


@pytest.mark.parametrize(
    "text",
    [
        "index-url = https://" + "py" + "pi.org/simple",
        "see files.python" + "hosted.org",
        "registry.npm" + "js.org",
        "cd /ho" + "me/someone/goldenthread",
        "open /Us" + "ers/someone",
        "C:\\Us" + "ers\\someone",
    ],
)
def test_a_package_index_or_somebodys_folder_is_named_with_its_line(repository, text):
    (problem,) = found(repository, "notes.md", f"first line\n{text}\n".encode())
    assert problem.startswith("notes.md:2: names a ")


@pytest.mark.parametrize(
    "text", ["https://example.org/home/", "see docs/home/index.md", "the root/ of a path", "~/.cache"]
)
def test_an_address_or_a_relative_path_is_nobodys_folder(repository, text):
    assert found(repository, "notes.md", text.encode()) == []


def test_a_large_file_is_refused_unless_it_is_a_picture(repository):
    assert found(repository, "screen.png", b"x" * 1_000_001) == []
    assert found(repository, "data.csv", b"x" * 1_000_001) == [
        "data.csv: is 1.0 MB; a file here is at most 1 MB."
    ]


def test_a_file_that_git_does_not_keep_may_hold_anything(repository):
    (repository / ".gitignore").write_text("local.txt\n")
    assert found(repository, "local.txt", ("/ho" + "me/someone/").encode()) == []


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        (
            "requirements/runtime.txt",
            "# Made by make lock\nasgiref==3.9.1\n    # via django\n",
            "has no hash",
        ),
        (
            "requirements/runtime.txt",
            "--index-url https://packages.example/simple\n" + LOCKED,
            "holds an address",
        ),
        ("package-lock.json", NPM_LOCK.replace('"version"', '"resolved": "x", "version"'), "holds addresses"),
        (
            "package-lock.json",
            NPM_LOCK.replace(', "integrity": "sha512-x"', ""),
            "1 of 1 packages have no hash",
        ),
    ],
)
def test_a_lock_without_hashes_or_with_an_address_is_refused(repository, name, content, problem):
    (said,) = found(repository, name, content.encode())
    assert said.startswith(name)
    assert problem in said
