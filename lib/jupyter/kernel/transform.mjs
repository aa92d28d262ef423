// @ts-check
/** Transforms a cell's syntax tree before TypeScript emits JavaScript. */

/**
 * @typedef {import('./tslab.mjs').TypeScript} TypeScript
 * @typedef {import('@tslab/typescript-for-tslab').Node} Node
 * @typedef {import('@tslab/typescript-for-tslab').Identifier} Identifier
 * @typedef {import('@tslab/typescript-for-tslab').Expression} Expression
 * @typedef {import('@tslab/typescript-for-tslab').SourceFile} SourceFile
 * @typedef {import('@tslab/typescript-for-tslab').Statement} Statement
 * @typedef {import('@tslab/typescript-for-tslab').Symbol} TypeScriptSymbol
 * @typedef {import('@tslab/typescript-for-tslab').TypeChecker} TypeChecker
 * @typedef {import('@tslab/typescript-for-tslab').TransformationContext} TransformationContext
 *
 * @typedef {object} CellImport
 * @property {string} specifier as written in the cell
 * @property {'named' | 'default' | 'namespace' | 'effect'} kind how the cell uses the module
 * @property {string} parameter its name as a parameter of the compiled cell
 */

/**
 * Replaces `export`, `export default` and export lists, which have no meaning in cells, with spaces, so that
 * positions do not change.
 *
 * @param {TypeScript} ts
 * @param {SourceFile} file
 * @returns {string} the code without exports
 */
export function withoutExports(ts, file) {
  let { text } = file;
  const blank = (/** @type {number} */ from, /** @type {number} */ to, replacement = '') => {
    const kept = text.slice(from, to).replace(/[^\r\n]/g, ' ');
    text = text.slice(0, from) + replacement + kept.slice(replacement.length) + text.slice(to);
  };
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement)) blank(statement.getStart(file), statement.getEnd());
    if (ts.isExportAssignment(statement) && !statement.isExportEquals)
      blank(statement.getStart(file), statement.expression.getStart(file));
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    const exported = modifiers.filter(
      ({ kind }) => kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword,
    );
    const isNameless =
      (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && !statement.name;
    // `void` makes an expression of a function or class without a name, which is not valid as a declaration.
    exported.forEach((modifier, at) => {
      blank(modifier.getStart(file), modifier.getEnd(), isNameless && at === 0 ? 'void' : '');
    });
  }
  return text;
}

/**
 * Whether a cell awaits outside its functions.
 *
 * @param {TypeScript} ts
 * @param {Node} node
 * @returns {boolean}
 */
export function awaitsAtTop(ts, node) {
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return true;
  const visit = (/** @type {Node} */ child) => awaitsAtTop(ts, child);
  // In functions and members, check only the parts evaluated where they are defined.
  const isInner = ts.isFunctionLike(node) || ts.isPropertyDeclaration(node);
  if (isInner || ts.isClassStaticBlockDeclaration(node)) {
    const { name } = /** @type {{ name?: Node }} */ (node);
    const decorators = ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
    return [...decorators, ...(name && ts.isComputedPropertyName(name) ? [name] : [])].some(visit);
  }
  return ts.forEachChild(node, (child) => visit(child) || undefined) === true;
}

/**
 * Converts a cell to the body of a function. Names of earlier cells become properties of the scope object.
 * They are resolved by symbol, so equal names that the cell declares itself are not replaced. Imports become
 * parameters.
 *
 * @param {TypeScript} ts
 * @param {object} options
 * @param {TypeChecker} options.checker
 * @param {SourceFile} options.file the cell
 * @param {string} options.scope a name that the cell does not contain, for the scope object
 * @param {(symbol: TypeScriptSymbol) => boolean} options.isEarlier whether an earlier cell declares it
 */
export function createTransform(ts, { checker, file, scope, isEarlier }) {
  const { factory, SymbolFlags } = ts;
  /** @type {CellImport[]} */
  const imports = [];
  /** Expressions that read the cell's imports, by symbol. @type {Map<TypeScriptSymbol, () => Expression>} */
  const imported = new Map();

  /** @param {TypeScriptSymbol | undefined} symbol */
  const isValue = (symbol) => {
    if (!symbol) return false;
    if (!(symbol.flags & SymbolFlags.Alias)) return (symbol.flags & SymbolFlags.Value) !== 0;
    const target = checker.getAliasedSymbol(symbol);
    // Untyped imports are assumed to be values.
    return (target.flags & SymbolFlags.Value) !== 0 || target.escapedName === 'unknown';
  };

  /** Whether a symbol has no value, because it is only declared with `declare`. @param {TypeScriptSymbol} symbol */
  const isAmbient = (symbol) =>
    symbol.declarations?.every(
      (node) =>
        ts.getCombinedModifierFlags(/** @type {import('@tslab/typescript-for-tslab').Declaration} */ (node)) &
        ts.ModifierFlags.Ambient,
    ) ?? false;

  /** @param {string} specifier @param {CellImport['kind']} kind @param {string} [name] */
  const addImport = (specifier, kind, name) => {
    const parameter = name ?? `${scope}${imports.length + 1}`;
    imports.push({ specifier, kind, parameter });
    return parameter;
  };

  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const { importClause: clause } = statement;
    const specifier = statement.moduleSpecifier.text;
    if (!clause) addImport(specifier, 'effect');
    if (!clause || clause.isTypeOnly) continue;
    const symbolOf = (/** @type {Identifier} */ name) => checker.getSymbolAtLocation(name);
    const { name: defaultName, namedBindings } = clause;
    const defaultSymbol = defaultName && symbolOf(defaultName);
    if (defaultSymbol && isValue(defaultSymbol)) {
      const parameter = addImport(specifier, 'default');
      imported.set(defaultSymbol, () => property(parameter, 'default'));
    }
    if (namedBindings && ts.isNamespaceImport(namedBindings)) {
      const symbol = symbolOf(namedBindings.name);
      const parameter = addImport(specifier, 'namespace', namedBindings.name.text);
      if (symbol) imported.set(symbol, () => factory.createIdentifier(parameter));
    } else if (namedBindings) {
      const values = namedBindings.elements.filter(
        (element) => !element.isTypeOnly && isValue(symbolOf(element.name)),
      );
      const parameter =
        values.length > 0 || namedBindings.elements.length === 0 ? addImport(specifier, 'named') : '';
      for (const element of values) {
        const symbol = symbolOf(element.name);
        const exported = (element.propertyName ?? element.name).text;
        if (symbol) imported.set(symbol, () => property(parameter, exported));
      }
    }
  }

  /** @param {string} object @param {string} name */
  function property(object, name) {
    return factory.createPropertyAccessExpression(factory.createIdentifier(object), name);
  }

  /**
   * The replacement of a name, if there is one.
   * @param {Identifier} node
   * @param {TypeScriptSymbol | undefined} symbol
   */
  const replacement = (node, symbol) => {
    if (!symbol) return undefined;
    const access = imported.get(symbol)?.();
    if (access) return access;
    return isEarlier(symbol) && isValue(symbol) && !isAmbient(symbol)
      ? property(scope, node.text)
      : undefined;
  };

  /**
   * Whether a name is the callee of a call, possibly in parentheses. @param {Node} node @returns {boolean}
   */
  const isCalled = (node) => {
    const { parent } = node;
    if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent)) return isCalled(parent);
    if (ts.isAsExpression(parent) || ts.isTypeAssertionExpression(parent)) return isCalled(parent);
    if (ts.isSatisfiesExpression(parent)) return isCalled(parent);
    if (ts.isCallExpression(parent)) return parent.expression === node;
    return ts.isTaggedTemplateExpression(parent) && parent.tag === node;
  };

  /** @param {TransformationContext} context */
  const before = (context) => {
    /** @param {Node} node @returns {Node} */
    const visit = (node) => {
      if (ts.isIdentifier(node)) return visitName(node);
      if (ts.isShorthandPropertyAssignment(node)) return visitShorthand(node);
      if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
        return factory.createPropertyAccessExpression(property(scope, 'import'), 'meta');
      if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
        return factory.createCallExpression(
          property(scope, 'import'),
          undefined,
          node.arguments.map((argument) => /** @type {Expression} */ (visit(argument))),
        );
      // Skip types, which are removed in JavaScript, but not base classes.
      if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return node;
      if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return node;
      return ts.visitEachChild(node, visit, context);
    };

    /** @param {Identifier} node */
    const visitName = (node) => {
      const access = replacement(node, checker.getSymbolAtLocation(node));
      if (!access) return node;
      // Write a call as `(0, scope.name)()`. As a method call, it would pass the scope object as `this`.
      const callee = isCalled(node)
        ? factory.createParenthesizedExpression(factory.createComma(factory.createNumericLiteral(0), access))
        : access;
      return ts.setTextRange(callee, node);
    };

    /** @param {import('@tslab/typescript-for-tslab').ShorthandPropertyAssignment} node */
    const visitShorthand = (node) => {
      const access = replacement(node.name, checker.getShorthandAssignmentValueSymbol(node));
      if (!access) return ts.visitEachChild(node, visit, context);
      const { objectAssignmentInitializer: initial } = node;
      const value = initial
        ? factory.createAssignment(access, /** @type {Expression} */ (visit(initial)))
        : access;
      return ts.setTextRange(factory.createPropertyAssignment(node.name.text, value), node);
    };

    return (/** @type {SourceFile} */ root) => {
      const statements = root.statements
        .filter((statement) => !ts.isImportDeclaration(statement))
        .map((statement) => /** @type {Statement} */ (visit(statement)));
      const names = [...ownNames()];
      const declared = names.map(([name, symbol]) => accessors(name, imported.get(symbol)));
      const register = factory.createExpressionStatement(
        factory.createCallExpression(property(scope, 'export'), undefined, [
          factory.createObjectLiteralExpression(declared.flat()),
        ]),
      );
      return factory.updateSourceFile(root, [
        ...(names.length > 0 ? [register] : []),
        ...returningLast(statements),
      ]);
    };
  };

  /** The values that the cell declares at the top level. @returns {Generator<[string, TypeScriptSymbol]>} */
  function* ownNames() {
    const locals = /** @type {{ locals?: Map<string, TypeScriptSymbol> }} */ (/** @type {unknown} */ (file))
      .locals;
    for (const symbol of locals?.values() ?? []) {
      const name = ts.unescapeLeadingUnderscores(symbol.escapedName);
      const isImport = (symbol.flags & SymbolFlags.Alias) !== 0;
      if (isImport ? imported.has(symbol) : isValue(symbol) && !isAmbient(symbol)) yield [name, symbol];
    }
  }

  /**
   * `get name() { return name; }, set name(value) { name = value; }`: lets later cells read and change the
   * variable itself. Imports have no setter.
   *
   * @param {string} name
   * @param {(() => Expression) | undefined} read
   */
  function accessors(name, read) {
    const variable = factory.createIdentifier(name);
    const getter = factory.createGetAccessorDeclaration(
      undefined,
      name,
      [],
      undefined,
      factory.createBlock([factory.createReturnStatement(read ? read() : variable)]),
    );
    if (read) return [getter];
    const value = factory.createIdentifier(scope);
    const setter = factory.createSetAccessorDeclaration(
      undefined,
      name,
      [factory.createParameterDeclaration(undefined, undefined, value)],
      factory.createBlock([factory.createExpressionStatement(factory.createAssignment(variable, value))]),
    );
    return [getter, setter];
  }

  /** @param {readonly Statement[]} statements */
  function returningLast(statements) {
    const last = statements.at(-1);
    if (!last || !ts.isExpressionStatement(last)) return statements;
    // Return the value in an array, because a promise returned directly would be awaited.
    const result = factory.createReturnStatement(factory.createArrayLiteralExpression([last.expression]));
    return [...statements.slice(0, -1), ts.setTextRange(result, last)];
  }

  /** Removes the `export {}` that TypeScript adds to modules without imports and exports. */
  const after = () => (/** @type {SourceFile} */ root) =>
    factory.updateSourceFile(
      root,
      root.statements.filter((statement) => !ts.isExportDeclaration(statement)),
    );

  return {
    transformers: { before: [before], after: [after] },
    imports,
    ownNames: () => [...ownNames()].map(([name]) => name),
  };
}
