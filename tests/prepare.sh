#!/bin/sh
# Gets what the tests of the browser, of OCR and of clocks need from Debian where that is allowed. Without
# it they skip and say why; nothing here fails the run.
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
# One by one: what one cannot get does not keep the others from coming.
for package in $wanted; do
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends \
    "$package" >/dev/null || true
done
