# shellcheck shell=sh
# Read by bin/run, bin/test and bin/screenshots: the virtual environment and what is installed in it.
# POSIX sh. Expects $root, the folder of the checkout, to be the working directory.

venv=.venv
installed=$venv/.installed
if [ "${OS-}" = Windows_NT ]; then bin=$venv/Scripts; else bin=$venv/bin; fi

say() { printf '%s\n' "$*" >&2; }

refuse() {
    say "$*"
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON-} python3 python3.11 python3.12 python3.13 python3.14 python; do
        if is_new_enough "$candidate"; then
            printf '%s' "$candidate"
            return
        fi
    done
    found=$(python3 --version 2>/dev/null || echo 無)
    refuse "需要 Python 3.11 以上（目前：$found）；安裝後再執行一次，或以 PYTHON=路徑 指定。Python 3.11 or newer is needed."
}

make_venv() {
    # An environment whose interpreter is gone or moved cannot be mended, only made again.
    if is_new_enough "$bin/python" && "$bin/python" -m pip --version >/dev/null 2>&1; then return; fi
    python=$(find_python) || exit 1
    if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        refuse "這個 Python 缺少 venv；在 Debian、Ubuntu 上請先執行 sudo apt-get install $package。The venv module is missing."
    fi
    say "建立虛擬環境 $venv … (making the virtual environment)"
    "$python" -m venv --clear "$venv" || refuse "虛擬環境建立失敗，請看上一行。The virtual environment could not be made."
}

# install FILE [FILE …]: install the last; all of them together decide whether anything has changed.
install() {
    unchanged=yes
    for file in "$@"; do
        cmp -s "$file" "$installed/$file" || unchanged=no
        last=$file
    done
    if [ $unchanged = yes ]; then return; fi
    mkdir -p "$installed"
    for file in "$@"; do rm -f "$installed/$file"; done
    say "安裝 $last 的套件，第一次約需一至三分鐘 … (installing packages)"
    if ! "$bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        -r "$last" >"$installed/pip.log" 2>&1; then
        # Where packages come from is the business of this computer's own pip settings.
        tail -n 15 "$installed/pip.log" | sed 's#[a-z+]*://[^ ,)]*#(套件來源)#g' >&2
        refuse "套件安裝失敗，全文在 $installed/pip.log；請檢查網路或 pip 設定後再執行一次。Installing the packages failed."
    fi
    for file in "$@"; do cp "$file" "$installed/$file"; done
}
