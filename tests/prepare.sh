#!/bin/sh
# Installs the Debian packages that the tests of the browser, of OCR and of clocks need, if that is
# allowed. Without them these tests are skipped and say why. Nothing here fails the run.
command -v apt-get >/dev/null || exit 0
wanted=""
command -v chromium >/dev/null || wanted="$wanted chromium"
tesseract --list-langs 2>/dev/null | grep -qx fra || wanted="$wanted tesseract-ocr tesseract-ocr-fra"
ls /usr/lib/*/faketime/libfaketime.so.1 >/dev/null 2>&1 || wanted="$wanted libfaketime"
[ -n "$wanted" ] || exit 0
as_root=""
if [ "$(id -u)" != 0 ]; then
  sudo -n true 2>/dev/null || exit 0
  as_root="sudo -n"
fi
$as_root apt-get update -qq || exit 0
# One at a time, so that a package that cannot be installed does not block the others.
for package in $wanted; do
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends \
    "$package" >/dev/null || true
done
