// Small comforts on top of pages that work without them.
const frontend = document.querySelector('script[data-frontend]')?.dataset.frontend

if (frontend && 'noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('js-enabled', 'govuk-frontend-supported')
  import(frontend).then(({ initAll }) => initAll())
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

// A table that fits needs no stop on the way of the Tab key; one that does not must scroll inside its frame.
const regions = document.querySelectorAll('.gt-scroll')
const measure = () => {
  for (const region of regions) {
    region.classList.remove('gt-scroll--overflows')
    const overflows = region.scrollWidth > region.clientWidth + 1
    region.classList.toggle('gt-scroll--overflows', overflows)
    region.tabIndex = overflows ? 0 : -1
  }
}
if (regions.length) {
  measure()
  new ResizeObserver(measure).observe(document.body)
}

// One open menu at a time, closed by Escape or a click elsewhere.
const menus = document.querySelectorAll('details.gt-menu')
document.addEventListener('click', (event) => {
  for (const menu of menus) if (!menu.contains(event.target)) menu.open = false
})
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  for (const menu of menus) {
    if (menu.open) {
      menu.open = false
      menu.querySelector('summary').focus()
    }
  }
})

// A passkey that was refused, or not found, is said on the page and not only in the browser's console.
document.addEventListener('allauth.error', () => {
  const problem = document.getElementById('passkey-problem')
  if (problem) problem.textContent = 'The passkey was not accepted, or you cancelled. Try again, or use another way.'
})

// Long work that is under way: the page asks again how far it is. Without a script, a person reloads it.
const waiting = document.querySelector('[data-refresh]')
if (waiting) setTimeout(() => location.reload(), Number(waiting.dataset.refresh))
