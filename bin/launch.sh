# Shared by the launchers; sourced, not run. POSIX sh; uses only a JDK and the core utilities.
# Expects $bin, the folder of this file. The working directory stays the user's, so relative paths that they type work.

home=$(dirname "$bin")
program=${self##*/}
oldest_java=17

say() { printf '%s: %s\n' "$program" "$1" >&2; }

fail() {
  say "$1"
  exit 1
}

# Sets $java and $java_version (the feature release, as in 17).
find_java() {
  if [ -n "${JAVA_HOME-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it; point it to JDK $oldest_java or newer, or unset it."
  else
    java=$(command -v java) || fail "no java found: install JDK $oldest_java or newer, or set JAVA_HOME."
  fi
  # a JDK has its version in a file; starting it just to ask takes as long as some commands
  java_full=$(readlink -f "$java" 2>/dev/null) || java_full=
  java_full=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "${java_full%/bin/java}/release" 2>/dev/null) || java_full=
  # "17.0.15", "25", "21-ea", and the old form "1.8.0_402"
  [ -n "$java_full" ] || java_full=$("$java" -version 2>&1 </dev/null | sed -n 's/^[^"]* version "\([^"]*\)".*/\1/p' | head -n 1)
  java_version=${java_full#1.}
  java_version=${java_version%%[!0-9]*}
  [ -n "$java_version" ] || fail "cannot determine the version of $java; Fairlead needs JDK $oldest_java or newer (set JAVA_HOME)."
  [ "$java_version" -ge "$oldest_java" ] || fail "$java is version $java_full; Fairlead needs JDK $oldest_java or newer (set JAVA_HOME)."
}

# Sets $library, the folder of the jars, $version, and $stamp, a file of the same age as the jars. In a checkout, builds the
# jars if those of this version are missing.
find_library() {
  if [ -f "$home/pom.xml" ]; then
    version=$(sed -n 's|^ *<version>\(.*\)</version>.*|\1|p' "$home/pom.xml" | head -n 1)
    built=$home/integration-tests/target
    library=$built/lb-$version/lb-$version/lib
    # the archive is written after the folder, so if it exists the folder is complete
    [ -f "$built/lb-$version.tar.gz" ] && [ -f "$library/$1-$version.jar" ] || build_once
    [ -f "$library/$1-$version.jar" ] || fail "the build succeeded but produced no $library/$1-$version.jar; please report this."
    stamp=$built/lb-$version.tar.gz
    warn_of_newer_sources
  else
    library=$home/lib
    for jar in "$library/$1"-*.jar; do :; done
    [ -f "$jar" ] || fail "there is no $1 jar in $library; unpack the distribution again."
    version=${jar##*/"$1"-}
    version=${version%.jar}
    stamp=$jar
  fi
}

# Rebuilding is the user's decision, but running an old build should not surprise them.
warn_of_newer_sources() {
  newer=$(find "$home"/*/src/main "$home"/lb-spi/*/src/main -type f -newer "$built/lb-$version.tar.gz" 2>/dev/null | head -n 1)
  [ -z "$newer" ] || say "${newer#"$home"/} is newer than the build; rebuild with: ./mvnw -Dfast -DskipTests package"
}

# If two first starts run at once, one builds and the other waits. The lock is a symlink to the builder's process id, created atomically.
build_once() {
  lock=$home/target/first-build.lock
  mkdir -p "$home/target" || fail "cannot write to $home/target, where the first start builds Fairlead."
  waited=
  until ln -s "$$" "$lock" 2>/dev/null; do
    builder=$(readlink "$lock") || continue
    if kill -0 "$builder" 2>/dev/null; then
      [ -n "$waited" ] || say "another start (process $builder) is building Fairlead; waiting for it."
      waited=yes
      sleep 1
    else
      rm -f "$lock"
    fi
  done
  if [ -z "$waited" ] || ! [ -f "$built/lb-$version.tar.gz" ]; then
    build
  fi
  rm -f "$lock"
}

build() {
  log=$home/target/first-build.log
  seconds=0
  phase=
  said=0
  say "first start of this checkout: building Fairlead $version (once; log in $log)"
  # Skips the gates and the tests: they are for developers and pinned to JDK 17.
  (cd "$home" && exec ./mvnw -B -Dfast -Dmaven.test.skip=true package) >"$log" 2>&1 </dev/null &
  maven=$!
  trap 'kill "$maven" 2>/dev/null; rm -f "$lock"; exit 130' INT
  trap 'kill "$maven" 2>/dev/null; rm -f "$lock"; exit 143' TERM HUP
  while kill -0 "$maven" 2>/dev/null; do
    now=$(build_phase)
    if [ "$now" != "$phase" ] || [ $((seconds - said)) -ge 15 ]; then
      say "$now (${seconds} s)"
      phase=$now
      said=$seconds
    fi
    sleep 1
    seconds=$((seconds + 1))
  done
  if wait "$maven"; then
    trap - INT TERM HUP
    say "built in $seconds s"
  else
    grep '^\[ERROR\]' "$log" | head -n 5 >&2
    [ -s "$log" ] && ! grep -q '^\[' "$log" && tail -n 5 "$log" >&2
    rm -f "$lock"
    fail "the build failed after $seconds s while $phase; see $log"
  fi
}

# What Maven is doing, according to its log.
build_phase() {
  if [ ! -s "$log" ]; then
    echo "fetching Maven"
    return
  fi
  module=$(sed -n 's/^\[INFO\] Building \(Fairlead[^0-9]*\) [0-9][^ ]* *\(\[.*\]\)$/\1 \2/p' "$log" | tail -n 1)
  case $(tail -n 1 "$log") in
    *"Download"*) echo "fetching libraries for ${module:-the build}" ;;
    *) echo "building ${module:-Fairlead}" ;;
  esac
}

# launch JAR MAIN [JVM OPTION]… -- [ARGUMENT]…
# The jar's manifest names the jars it needs, so each program sees only its own libraries.
# $class_data is one more option, which may contain spaces. $run is exec, or empty if the caller has something to do
# afterwards.
class_data=
run=exec
launch() {
  jar=$library/$1-$version.jar
  main=$2
  shift 2
  jvm=
  while [ "$1" != -- ]; do
    jvm="$jvm $1"
    shift
  done
  shift
  # newer JDKs warn when a library (gRPC's transport) loads native code or accesses raw memory
  [ "$java_version" -lt 24 ] || jvm="$jvm --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
  set -f
  # JAVA_OPTS is a list of words, as everywhere
  # shellcheck disable=SC2086
  $run "$java" $jvm ${class_data:+"$class_data"} "-Dfairlead.home=$home" ${JAVA_OPTS-} -cp "$jar" "$main" "$@"
}
