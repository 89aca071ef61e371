-- Writes what pandoc read from a report as Typst that calls the functions of report.typ.
--
-- Every run of text becomes a Typst string, #"…";, in which no character means anything but itself. So no text can
-- be taken for markup, whatever people write.

local TONES = { red = true, amber = true, green = true, blue = true, purple = true, grey = true }
-- A row with more text than this may break across pages: it might not fit on one.
local LONGEST_WHOLE_CELL = 1200
-- A table of less Typst than this is kept on one page: it takes a third of one at most.
local LONGEST_WHOLE_TABLE = 3000

local function quoted(text)
  return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"'):gsub('\n', '\\n') .. '"'
end

local function raw(code)
  return pandoc.RawInline('typst', code)
end

local function block(code)
  return pandoc.RawBlock('typst', code)
end

-- The Typst of inlines that have all become Typst already; nothing if one of them has not.
local function joined(inlines)
  local parts = {}
  for _, inline in ipairs(inlines) do
    if inline.t ~= 'RawInline' or inline.format ~= 'typst' then
      return nil
    end
    table.insert(parts, inline.text)
  end
  return table.concat(parts)
end

-- The Typst of some blocks, between square brackets. Most hold one line, and asking pandoc for each cell of a long
-- table takes seconds.
local function content(blocks)
  if #blocks == 1 and blocks[1].t == 'Plain' then
    local line = joined(blocks[1].content)
    if line then
      return '[' .. line .. ']'
    end
  end
  return '[' .. pandoc.write(pandoc.Pandoc(blocks), 'typst-smart', { wrap_text = 'none' }) .. ']'
end

-- The alternative text of an image, kept from becoming a string of Typst markup.
local function keep_alternative_text(image)
  image.attributes.alt = pandoc.utils.stringify(image.caption)
  image.caption = {}
  return image
end

local function join_text(inlines)
  local result, text = pandoc.Inlines({}), {}
  local function flush()
    if #text > 0 then
      result:insert(raw('#' .. quoted(table.concat(text)) .. ';'))
      text = {}
    end
  end
  for _, inline in ipairs(inlines) do
    if inline.t == 'Str' or inline.t == 'Code' then
      table.insert(text, inline.text)
    elseif inline.t == 'Space' or inline.t == 'SoftBreak' then
      table.insert(text, ' ')
    elseif inline.t == 'LineBreak' then
      flush()
      result:insert(raw('#linebreak();'))
    else
      flush()
      result:insert(inline)
    end
  end
  flush()
  return result
end

local function wrapped(opening, inlines)
  local result = pandoc.Inlines({ raw(opening .. '[') })
  result:extend(inlines)
  result:insert(raw('];'))
  return result
end

local function wrap_with(name)
  return function(inline) return wrapped('#' .. name, inline.content) end
end

local function write_link(link)
  return wrapped('#link(' .. quoted(link.target) .. ')', link.content)
end

local function write_badge(span)
  for _, class in ipairs(span.classes) do
    local tone = class:match('^gt%-badge%-%-(%l+)$')
    if tone and TONES[tone] then
      return wrapped('#badge("' .. tone .. '")', span.content)
    end
  end
  return span.content
end

local ROOMS = { cover = 'cover', panel = 'panel', lead = 'lead', source = 'source-line' }

local function write_room(div)
  local class = div.classes[1] or ''
  if class == 'contents' then
    return block('#contents()')
  end
  local name = ROOMS[class] or class:match('^cover%-%l+$')
  if not name then
    return div.content
  end
  local result = pandoc.Blocks({ block('#' .. name .. '[') })
  result:extend(div.content)
  result:insert(block(']'))
  return result
end

local function write_figure(figure)
  local image
  figure:walk({ Image = function(found) image = found end })
  local arguments = {
    quoted(image.src),
    quoted(image.attributes.alt),
    content(figure.caption.long),
    'width: ' .. image.attributes.width,
    'sourced: ' .. tostring(figure.classes:includes('sourced')),
  }
  return block('#picture(' .. table.concat(arguments, ', ') .. ')')
end

local ALIGNED = { AlignRight = 'right', AlignCenter = 'center' }

local function write_cell(cell)
  local inside = content(cell.contents)
  local arguments = { 'align: ' .. (ALIGNED[cell.alignment] or 'left') }
  if cell.col_span > 1 then table.insert(arguments, 'colspan: ' .. cell.col_span) end
  if cell.row_span > 1 then table.insert(arguments, 'rowspan: ' .. cell.row_span) end
  if #inside > LONGEST_WHOLE_CELL then table.insert(arguments, 'breakable: true') end
  return 'table.cell(' .. table.concat(arguments, ', ') .. ')' .. inside
end

local function write_cells(rows)
  local result = {}
  for _, row in ipairs(rows) do
    for _, cell in ipairs(row.cells) do
      table.insert(result, write_cell(cell))
    end
  end
  return table.concat(result, ',\n')
end

local function write_table(tbl)
  local widths = {}
  for _, spec in ipairs(tbl.colspecs) do
    table.insert(widths, (spec[2] and string.format('%.4ffr', spec[2] * 100)) or '1fr')
  end
  local parts = { 'columns: (' .. table.concat(widths, ', ') .. ',)' }
  table.insert(parts, 'table.header(' .. write_cells(tbl.head.rows) .. ')')
  for _, body in ipairs(tbl.bodies) do
    local rows = pandoc.List(body.head)
    rows:extend(body.body)
    if #rows > 0 then table.insert(parts, write_cells(rows)) end
  end
  if #tbl.foot.rows > 0 then
    table.insert(parts, 'table.footer(repeat: false, ' .. write_cells(tbl.foot.rows) .. ')')
  end
  local cells = table.concat(parts, ',\n')
  table.insert(parts, 1, 'sourced: ' .. tostring(tbl.classes:includes('sourced')))
  table.insert(parts, 1, 'whole: ' .. tostring(#cells < LONGEST_WHOLE_TABLE))
  return block('#tabular(' .. content(tbl.caption.long) .. ', ' .. table.concat(parts, ',\n') .. ')')
end

return {
  { Image = keep_alternative_text },
  {
    Inlines = join_text,
    Strong = wrap_with('strong'),
    Emph = wrap_with('emph'),
    Superscript = wrap_with('super'),
    Subscript = wrap_with('sub'),
    Link = write_link,
    Span = write_badge,
    Div = write_room,
    Figure = write_figure,
    Table = write_table,
  },
}
