# docker build -t goleak-lint . && docker run --rm -v "$PWD:/src" goleak-lint ./...
FROM node:24-alpine AS build
WORKDIR /build
COPY . .
# Scripts only after the installation: those of development dependencies are of no use here.
RUN npm ci --ignore-scripts && npm run build && npm pack --ignore-scripts --silent --pack-destination /

FROM node:24-alpine
# git lists files and gives the state before; the folder that is mounted belongs to somebody else.
RUN apk add --no-cache git && git config --system --add safe.directory '*'
COPY --from=build /goleak-lint-*.tgz /tmp/
RUN npm install --global --cache /tmp/npm /tmp/goleak-lint-*.tgz && rm -r /tmp/goleak-lint-*.tgz /tmp/npm
USER node
WORKDIR /src
ENTRYPOINT ["goleak-lint"]
