/** Something that whoever made a folder should know. */
export interface FolderFinding {
  /** `'problem'`: training is refused, or its result means little. `'remark'`: worth knowing. */
  readonly kind: 'problem' | 'remark';
  /** Sentences, with what to do. */
  readonly text: string;
  /** Files that it is about, each with what more there is to say. */
  readonly files?: readonly string[];
}
