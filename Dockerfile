# Dockerfile - kubevetd and kubevet, and nothing they do not need: no shell, no package manager.
#
#   docker build -t kubevet:0.1.0 .        (or podman, or buildah bud)
#
# The first stage builds and passes the unit tests; an image whose tests fail is not made.
FROM debian:bookworm-slim AS build
# The list of packages is the one that scripts/ installs from.
COPY scripts/common.sh /src/scripts/
RUN bash -c '. /src/scripts/common.sh && apt-get update && apt-get upgrade -y \
 && apt-get install -y --no-install-recommends "${build_packages[@]}" "${test_packages[@]}" openssl'
COPY . /src
WORKDIR /src
RUN cmake -S . -B /build -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_INSTALL_PREFIX=/usr -DCURL=OFF \
 && ninja -C /build
RUN ctest --test-dir /build -R '^check_' -j "$(nproc)" --timeout 600 --output-on-failure
RUN DESTDIR=/rootfs cmake --install /build --strip && deploy/image/rootfs.sh /rootfs

FROM scratch
LABEL org.opencontainers.image.title="kubevet" \
      org.opencontainers.image.description="Validating admission webhook for Kubernetes" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /rootfs /
# As in deploy/: a number, so that runAsNonRoot can be checked without a list of users.
USER 65532:65532
EXPOSE 8443/tcp
ENTRYPOINT ["/usr/bin/kubevetd"]
