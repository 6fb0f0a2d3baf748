type Child = Node | string | undefined | false

/** An element with attributes (`true` sets one without a value, `undefined` and `false` none) and children. Text is only ever text. */
export function el<K extends keyof HTMLElementTagNameMap>(
	name: K,
	attributes: Readonly<Record<string, string | boolean | undefined>> = {},
	...children: readonly Child[]
): HTMLElementTagNameMap[K] {
	const element = document.createElement(name)
	for (const [attribute, value] of Object.entries(attributes)) {
		if (value !== undefined && value !== false) {
			element.setAttribute(attribute, value === true ? '' : value)
		}
	}
	fill(element, ...children)
	return element
}

export function fill(element: Element, ...children: readonly Child[]): void {
	element.replaceChildren(...children.filter((child) => child !== undefined && child !== false))
}

/** A button that shows only an icon; `name` is what it is called. */
export function iconButton(name: string, path: string, act: () => void): HTMLButtonElement {
	const button = el('button', { type: 'button', class: 'icon-button', 'aria-label': name, title: name }, icon(path))
	button.addEventListener('click', act)
	return button
}

export function icon(path: string): SVGSVGElement {
	const space = 'http://www.w3.org/2000/svg'
	const svg = document.createElementNS(space, 'svg')
	svg.setAttribute('viewBox', '0 0 24 24')
	svg.setAttribute('aria-hidden', 'true')
	svg.classList.add('icon')
	const line = document.createElementNS(space, 'path')
	line.setAttribute('d', path)
	svg.append(line)
	return svg
}

export function the(selector: string): HTMLElement {
	const found = document.querySelector<HTMLElement>(selector)
	if (found === null) {
		throw new Error(`The page has no ${selector}.`)
	}
	return found
}
