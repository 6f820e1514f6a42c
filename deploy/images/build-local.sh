#!/usr/bin/env bash
# Builds an image of each service without a container engine and without a base image, and shows that it starts as the
# user 1654 with a read-only root file system and answers /health/ready. Production images come from the Dockerfile.
#
#   deploy/images/build-local.sh [service …]        enrollment matching engagement analytics gateway portal
#
# It needs Debian with buildah, podman, runc, curl and psql, and two servers:
#   POSTGRES_URI  postgresql://user:password@host:port, a user who may create databases
#   AMQP_URI      amqp://user:password@host:port/
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${POSTGRES_URI:?}" "${AMQP_URI:?}"
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
services=("$@")
[ $# -gt 0 ] || services=(enrollment matching engagement analytics gateway portal)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A copy of what is committed, without the lock files: they do not know the packages of a self-contained program.
mkdir "$work/tree"
git archive HEAD | tar -x -C "$work/tree"
find "$work/tree" -name packages.lock.json -delete

project_of() {
  local name=${1^}
  case $1 in
    gateway) echo "gateway/$name.csproj" ;;
    portal) echo "gateway/$name/$name.csproj" ;;
    *) echo "services/$1/$name.csproj" ;;
  esac
}

# The libraries that the runtime loads, with the loader itself. ldd does not see OpenSSL, Kerberos and ICU: they are
# loaded by name.
copy_libraries() {
  local app=$1 root=$2
  {
    find "$app" -name '*.so' -o -type f -name 'PeerNetwork.*' -perm -u+x
    ldconfig -p | awk '/lib(ssl\.so\.3|crypto\.so\.3|gssapi_krb5\.so\.2|icu(data|i18n|uc)\.so\.[0-9]+) .*x86-64/ { print $NF }'
  } | while read -r file; do
    [[ $file == "$app"/* ]] || echo "$file"
    ldd "$file" 2>/dev/null | awk '$2 == "=>" && $3 ~ /^\// { print $3 } $1 ~ /^\// { print $1 }'
  done | grep -v "^$app/" | sort -u | while read -r library; do
    install -D "$(readlink -f "$library")" "$root$library"
  done
}

build() {
  local service=$1 project root=$work/$1/root container
  project=$(project_of "$service")
  dotnet publish "$work/tree/$project" --configuration Release --runtime linux-x64 --self-contained --output "$root/app" \
    -p:PublishDocumentationFiles=false
  copy_libraries "$root/app" "$root"
  mkdir -p "$root/tmp" "$root/etc/ssl/certs"
  chmod 1777 "$root/tmp"
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  echo 'app:x:1654:1654::/app:/usr/sbin/nologin' > "$root/etc/passwd"
  ln -s "PeerNetwork.$(basename "$project" .csproj)" "$root/app/service"
  container=$(buildah from scratch)
  buildah copy --quiet "$container" "$root" / > /dev/null
  buildah config --user 1654:1654 --workingdir /app --port 8080 --entrypoint '["/app/service"]' \
    --env ASPNETCORE_HTTP_PORTS=8080 --env DOTNET_gcServer=1 --env DOTNET_GCHeapHardLimitPercent=4B \
    --label org.opencontainers.image.revision="$(git rev-parse HEAD)" "$container"
  buildah commit --quiet "$container" "localhost/peernetwork/$service" > /dev/null
  buildah rm "$container" > /dev/null
}

# Arguments: name, port, service, command.
run() {
  local name=$1 port=$2 service=$3
  shift 3
  local server=${POSTGRES_URI#*://} key
  local user=${server%%:*} address=${server##*@} password
  password=${server#*:}
  password=${password%@*}
  key=$(printf '%032d' 0 | base64)
  podman --cgroup-manager=cgroupfs --runtime runc run --name "$name" --network=host --read-only --tmpfs /tmp \
    --cap-drop all --security-opt no-new-privileges --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 \
    --env ASPNETCORE_HTTP_PORTS="$port" \
    --env Auth__Authority=https://login.example.com/ --env Auth__Issuer=https://login.example.com/ \
    --env Auth__Audience=peernetwork --env Auth__AccountKey="$key" \
    --env PersonalData__MasterKey="$key" --env PersonalData__ExchangeKey="$key" \
    --env ConnectionStrings__rabbitmq="$AMQP_URI" \
    --env "ConnectionStrings__$service=Host=${address%:*};Port=${address##*:};Username=$user;Password=$password;\
Database=local_$service" \
    "$@"
}

port=18080
for service in "${services[@]}"; do
  echo "== $service"
  build "$service"
  if [ "$service" != gateway ]; then
    psql --quiet "$POSTGRES_URI/postgres" --command "create database local_$service" || true
    run "peernetwork-$service-schema" 0 "$service" --rm "localhost/peernetwork/$service" db-apply
  fi
  port=$((port + 1))
  run "peernetwork-$service" "$port" "$service" --detach --rm "localhost/peernetwork/$service" > /dev/null
  curl --silent --show-error --fail --retry 60 --retry-delay 1 --retry-all-errors \
    "http://127.0.0.1:$port/health/ready"
  echo
  podman top "peernetwork-$service" user,args || true
  podman --cgroup-manager=cgroupfs --runtime runc stop --time 60 "peernetwork-$service" > /dev/null
done
