// Save as you go: sends a long form in the background two seconds after the last key, and when the page is left.
const PAUSE = 2000

for (const form of document.querySelectorAll('form[data-autosave]')) {
  const says = form.querySelector('[data-saved]')
  let timer = 0
  let running = false
  let typed = false

  const tell = (words, whole = true) => {
    says.textContent = words
    says.classList.toggle('gt-saved--partly', !whole)
  }

  // Whoever signs in again has another token, which the page then in this address carries.
  const takeNewToken = async () => {
    const page = await fetch(location.href, { redirect: 'manual' })
    if (!page.ok) return
    const token = new DOMParser()
      .parseFromString(await page.text(), 'text/html')
      .querySelector('[name=csrfmiddlewaretoken]')
    if (token) form.elements.csrfmiddlewaretoken.value = token.value
  }

  const save = async (leaving = false) => {
    clearTimeout(timer)
    timer = 0
    if (running || !typed) return
    running = true
    typed = false
    try {
      const answer = await fetch(form.action, {
        method: 'POST',
        body: new FormData(form),
        headers: { 'X-Save-As-You-Go': '1' },
        redirect: 'manual',
        keepalive: leaving,
      })
      if (answer.type === 'opaqueredirect' || answer.status === 403) {
        typed = true
        tell('Not saved: you are signed out. Sign in again in another tab, and it is saved from here.', false)
        timer = setTimeout(save, 5 * PAUSE)
        await takeNewToken()
      } else if (!answer.ok) {
        throw new Error(answer.status)
      } else {
        const { words, whole, values } = await answer.json()
        for (const [name, value] of Object.entries(values)) form.elements[name].value = value
        tell(words, whole)
      }
    } catch {
      typed = true
      tell('Not saved yet: the site does not answer. It is tried again in a moment.', false)
      timer = setTimeout(save, 10 * PAUSE)
    } finally {
      running = false
      if (typed && !timer) timer = setTimeout(save, PAUSE)
    }
  }

  form.addEventListener('input', () => {
    typed = true
    clearTimeout(timer)
    timer = setTimeout(save, PAUSE)
  })
  form.addEventListener('submit', () => {
    clearTimeout(timer)
    typed = false
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') save(true)
  })
}
