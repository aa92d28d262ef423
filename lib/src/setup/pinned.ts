/** The wheels that setup downloads, pinned: pip rejects a file with another checksum. */

/** A file on PyPI. */
export interface PinnedWheel {
  readonly project: string;
  readonly version: string;
  /** pip's name for the wheel's platform. */
  readonly platform: string;
  readonly sha256: string;
  readonly bytes: number;
}

interface PinnedPlatform {
  /** The wheel with TensorFlow's library. It is unpacked but never installed. */
  readonly tensorflow: PinnedWheel;
  /** The wheel with a C++ compiler, for systems without one. */
  readonly compiler: PinnedWheel;
  /** The shared libraries that the addon is linked with, in the wheel's folder `tensorflow`. */
  readonly libraries: readonly string[];
}

/** The version of tfjs-node whose binding the addon is compiled from. */
export const tfjsNodeVersion = '4.22.0';

/** The library's version. Its C interface is compatible with tfjs-node's binding. */
export const tensorflowVersion = '2.21.0';

const linuxLibraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

const platforms: Record<string, PinnedPlatform> = {
  'linux-x64': {
    tensorflow: {
      project: 'tensorflow-cpu',
      version: tensorflowVersion,
      platform: 'manylinux_2_27_x86_64',
      sha256: '05af7c26d35f4de910b5598c7b507e3981831a7b0f47fed9a405d995d51d7793',
      bytes: 274_271_560,
    },
    compiler: {
      project: 'ziglang',
      version: '0.16.0',
      platform: 'manylinux_2_12_x86_64',
      sha256: '9fcda73f62b851dd72a54b710ad40a209896db14cfb13649e62191243556342b',
      bytes: 97_941_847,
    },
    libraries: linuxLibraries,
  },
  'linux-arm64': {
    tensorflow: {
      project: 'tensorflow',
      version: tensorflowVersion,
      platform: 'manylinux_2_27_aarch64',
      sha256: 'a10abdfb8b1189210c251021a3f153b7ccc52a8e6521351f3dc3331e8ba593e0',
      bytes: 282_213_003,
    },
    compiler: {
      project: 'ziglang',
      version: '0.16.0',
      platform: 'manylinux_2_17_aarch64',
      sha256: 'e27d409812b11e0fb89ed0200cf2e55b6464d43f9461553104e4a4f9a94a1fd5',
      bytes: 95_008_112,
    },
    libraries: linuxLibraries,
  },
  'darwin-arm64': {
    tensorflow: {
      project: 'tensorflow',
      version: tensorflowVersion,
      platform: 'macosx_12_0_arm64',
      sha256: 'a145ed46c58192b7c3f9916d070caf4f6afc6dc7e5511f83dd97677f4c4947f4',
      bytes: 223_766_900,
    },
    compiler: {
      project: 'ziglang',
      version: '0.16.0',
      platform: 'macosx_12_0_arm64',
      sha256: 'b61e5413c49508d9d62e5dcea543e3af491594154d74a00ff52f84ed508260cc',
      bytes: 97_252_633,
    },
    libraries: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
  },
};

/**
 * The headers that the binding includes, directly or indirectly, under `tensorflow/include/`: 14 of 11,900.
 */
export const headers: readonly string[] = [
  'tensorflow/c/c_api.h',
  'tensorflow/c/c_api_macros.h',
  'tensorflow/c/eager/c_api.h',
  'tensorflow/c/tf_attrtype.h',
  'tensorflow/c/tf_buffer.h',
  'tensorflow/c/tf_datatype.h',
  'tensorflow/c/tf_status.h',
  'tensorflow/c/tf_tensor.h',
  'tensorflow/c/tf_tstring.h',
  'tensorflow/core/platform/ctstring.h',
  'tensorflow/core/platform/ctstring_internal.h',
  'tsl/platform/ctstring.h',
  'tsl/platform/ctstring_internal.h',
  'xla/tsl/c/tsl_status.h',
];

/** @throws {Error} on a system for which no wheels are pinned */
export function pinnedPlatform(name = `${process.platform}-${process.arch}`): PinnedPlatform {
  const platform = platforms[name];
  if (!platform) {
    throw new Error(
      `TensorFlow's library is published for ${Object.keys(platforms).join(', ')}, not ${name}`,
    );
  }
  return platform;
}
