# JupyterLab with both lessons, everything in it:
#
#   docker build -t mnist-lab .
#   docker run --rm -p 127.0.0.1:8888:8888 mnist-lab      # then open the address that it prints
#
# What you change is kept where you mount it: -v "$PWD/notebooks:/lab/notebooks".

ARG NODE_VERSION=22

FROM node:${NODE_VERSION}-bookworm-slim AS base
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates python3 python3-venv tini \
  && rm -rf /var/lib/apt/lists/* \
  && mkdir /lab \
  && chown node:node /lab
WORKDIR /lab

# What the set-up and contributors need besides; .devcontainer starts here.
FROM base AS tools
RUN apt-get update \
  && apt-get install -y --no-install-recommends g++ git \
  && rm -rf /var/lib/apt/lists/*
USER node

FROM tools AS made
COPY --chown=node:node . .
# Packages, TensorFlow, the kernel, and the datasets, which need no network any more when the image runs.
RUN npm run setup

# Without the compiler, and without what npm and pip have kept.
FROM base
COPY --from=made --chown=node:node /lab /lab
USER node
EXPOSE 8888
HEALTHCHECK --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:8888/api').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Ends JupyterLab and its kernels when the container is stopped.
ENTRYPOINT ["tini", "--"]
CMD ["npm", "run", "lab", "--", "--no-browser", "--ip=0.0.0.0", "--port=8888"]
