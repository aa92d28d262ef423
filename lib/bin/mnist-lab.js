#!/usr/bin/env node
// Newer versions of Node keep compiled code in a cache, which saves compiling TensorFlow.js at every start.
require('node:module').enableCompileCache?.();
require('../dist/cli.js');
