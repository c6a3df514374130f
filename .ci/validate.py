"""Checks PDFs with page-validation against PDF/UA-1 and PDF/A-2a; exits 1 if any fails."""

from __future__ import annotations

import sys

import page

PROFILES = ("ua1", "2a")


def main(paths: list[str]) -> int:
    bad = 0
    for path in paths:
        for profile in PROFILES:
            report = page.validate_pdf(path, profile=profile)
            if not report.is_compliant:
                bad += 1
                found = "; ".join(f"{failure.rule_id} {failure.message}" for failure in report.failures)
                print(f"{path}: fails {profile}: {found}")
    print(f"{len(paths)} files, {len(PROFILES)} profiles, {bad} failures")
    return 1 if bad or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
