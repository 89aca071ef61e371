-- Gives what pandoc read from a report the names of our Word styles. reference_document.py makes the styles.

local STYLES = {
  ['cover-partnership'] = 'Cover Partnership',
  ['cover-period'] = 'Cover Period',
  ['cover-author'] = 'Cover Author',
  ['cover-status'] = 'Cover Status',
  contents = 'Contents Heading',
  lead = 'Lead',
  panel = 'Panel',
  source = 'Source',
}

function Div(div)
  local style = STYLES[div.classes[1] or '']
  if not style then
    return div.content
  end
  -- The paragraphs of short lists are of another kind, to which pandoc gives a style of its own.
  local paragraphs = div.content:walk({ Plain = function(plain) return pandoc.Para(plain.content) end })
  return pandoc.Div(paragraphs, { ['custom-style'] = style })
end

function Span(span)
  for _, class in ipairs(span.classes) do
    local tone = class:match('^gt%-badge%-%-(%l+)$')
    if tone then
      return pandoc.Span(span.content, { ['custom-style'] = 'Badge ' .. tone })
    end
  end
  return span.content
end

-- Pandoc in its sandbox opens no files: hand it the pictures. Their names are ours, never an author's.
function Image(image)
  local file = assert(io.open(image.src, 'rb'))
  pandoc.mediabag.insert(image.src, 'image/png', file:read('a'))
  file:close()
end
