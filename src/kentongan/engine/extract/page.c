/* The blocks of a page, out of the HTML that the parser wrote of its own tree: what extract/walk.py does over the tree.
 *
 * What the parser writes is regular: every element that can be closed is, values stand in double quotes, and `<` and
 * `&` are escaped wherever they are no markup. So there is nothing to repair here. What is not as expected (a closing
 * tag without its opening one, elements nested too deep) is refused, and then the tree itself is walked.
 *
 * No memory is taken: the caller makes room, at most as much as the HTML is long. The words that mean something (names
 * of elements, of classes, of furniture) come from Python as tries, so that they are written down once.
 */
#include "page.h"

#define MAX_DEPTH 1024

/* Kinds of elements, in the first values of the elements' trie. */
enum { INLINE = 1, SKIPPED = 2, VOID = 4, RAW = 8, BREAK = 16, LINK = 32, H1 = 64, H2 = 128 };

struct element {
    uint64_t marks, own, above_own;
    uint32_t number, above;
    int32_t depth;
    uint32_t tag_at, tag_end;   /* of the nearest element that parts text */
    uint32_t name_at, name_end; /* its own */
    unsigned char skipped, linked;
};

struct reader {
    const unsigned char *html;
    size_t size;
    const struct kt_page_vocabulary *words;
    struct kt_page_room *room;
    uint32_t blocks, kept, piece_count, number;
    int64_t open; /* number of the element whose block takes the next text */
    int has_block, broken, space;
    uint32_t taken; /* code points of the block so far, as they stand */
    size_t start;  /* of its text */
    struct kt_page_row *row;
};

static inline int letter(unsigned char byte)
{
    if (byte >= 'a' && byte <= 'z')
        return byte - 'a';
    if (byte >= 'A' && byte <= 'Z')
        return byte - 'A';
    return byte >= '0' && byte <= '9' ? 26 + byte - '0' : -1;
}

static inline uint32_t step(const struct kt_page_trie *trie, uint32_t node, int at)
{
    return at < 0 ? 0 : trie->next[(size_t)node * KT_LETTERS + (size_t)at];
}

/* The node of a whole name; 0 for none. Node 0 is what leads nowhere, 1 the root. */
static uint32_t lookup(const struct kt_page_trie *trie, const unsigned char *from, size_t size)
{
    uint32_t node = 1;
    for (size_t i = 0; i < size && node; i++)
        node = step(trie, node, letter(from[i]));
    return size ? node : 0;
}

static int is_ascii_space(unsigned char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static int same(const unsigned char *from, size_t size, const char *word)
{
    return strlen(word) == size && !memcmp(from, word, size);
}

/* The bytes of an entity that the parser writes, and what it stands for; 0: this is none. */
static size_t entity(const unsigned char *from, size_t size, uint32_t *code)
{
    static const struct {
        const char *name;
        uint32_t code;
    } known[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&nbsp;", 0xA0}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t length = strlen(known[i].name);
        if (size >= length && !memcmp(from, known[i].name, length)) {
            *code = known[i].code;
            return length;
        }
    }
    return 0;
}

/* One code point of UTF-8 and its bytes. What is broken counts as single bytes. */
static inline size_t code_point(const unsigned char *from, size_t size, uint32_t *code)
{
    unsigned char byte = *from;
    size_t length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    *code = byte;
    if (length == 1 || length > size)
        return 1;
    *code = byte & (0x7FU >> length);
    for (size_t i = 1; i < length; i++)
        *code = *code << 6 | (from[i] & 0x3FU);
    return length;
}

/* What str.split() parts at. */
static inline int is_space(uint32_t code)
{
    if (code < 0x80)
        return code == ' ' || (code >= 9 && code <= 13) || (code >= 28 && code <= 31);
    return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028
        || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

/* --- names of classes ---------------------------------------------------------------------------------------------- */

struct word {
    unsigned char text[304];
    size_t size;
};

static uint64_t word_marks(const struct kt_page_trie *names, const struct word *word)
{
    uint64_t marks = 0;
    uint32_t node = 1;
    size_t i;
    for (i = 0; i < word->size && node; i++) {
        node = step(names, node, letter(word->text[i]));
        marks |= names->first[node];
    }
    marks |= names->second[node];
    for (size_t start = 0; word->size > 7 && start + 7 <= word->size; start++) {
        node = 1;
        for (i = start; i < word->size && node; i++) {
            node = step(names, node, letter(word->text[i]));
            marks |= names->third[node];
        }
    }
    return marks;
}

/* Reads the words of one value; `left` code points at most. A capital after a small letter begins a new word. */
static uint64_t name_marks(const struct kt_page_trie *names, const unsigned char *from, size_t size, uint32_t *left)
{
    uint64_t marks = 0;
    struct word word = {.size = 0};
    int small = 0;
    for (size_t i = 0; i < size && *left; --*left) {
        uint32_t code;
        size_t length = from[i] == '&' ? entity(from + i, size - i, &code) : 0;
        if (!length)
            length = code_point(from + i, size - i, &code);
        i += length;
        int capital = code >= 'A' && code <= 'Z', lower = code >= 'a' && code <= 'z';
        if (word.size && (!(capital || lower) || (capital && small))) {
            marks |= word_marks(names, &word);
            word.size = 0;
        }
        if (capital || lower)
            word.text[word.size++] = (unsigned char)code;
        small = lower;
    }
    return word.size ? marks | word_marks(names, &word) : marks;
}

/* display: none or visibility: hidden, in any case and with any spaces around the colon. */
static int is_invisible(const unsigned char *from, size_t size)
{
    static const char *const pairs[][2] = {{"display", "none"}, {"visibility", "hidden"}};
    for (size_t at = 0; at < size; at++)
        for (int which = 0; which < 2; which++) {
            const char *name = pairs[which][0], *value = pairs[which][1];
            size_t i = at;
            for (; *name && i < size && (from[i] | 0x20) == *name && from[i] >= 'A'; name++)
                i++;
            if (*name)
                continue;
            while (i < size && is_ascii_space(from[i]))
                i++;
            if (i == size || from[i++] != ':')
                continue;
            while (i < size && is_ascii_space(from[i]))
                i++;
            for (; *value && i < size && (from[i] | 0x20) == *value && from[i] >= 'A'; value++)
                i++;
            if (!*value)
                return 1;
        }
    return 0;
}

struct span {
    const unsigned char *from;
    size_t size;
};

/* Reads the attributes from `at` to the end of the tag, which is returned (0: there is none). */
static size_t read_attributes(const struct reader *reader, size_t at, uint64_t *marks)
{
    const unsigned char *html = reader->html;
    const struct kt_page_vocabulary *words = reader->words;
    struct span class = {NULL, 0}, id = {NULL, 0};
    while (at < reader->size && html[at] == ' ') {
        size_t name = ++at;
        /* A name may begin with "=". */
        for (at++; at < reader->size && html[at] != '=' && html[at] != ' ' && html[at] != '>'; at++)
            ;
        if (at >= reader->size)
            return 0;
        struct span value = {html + at, 0};
        size_t name_size = at - name;
        if (html[at] == '=') {
            if (at + 1 >= reader->size || html[at + 1] != '"')
                return 0;
            value.from = html + at + 2;
            const unsigned char *end = memchr(value.from, '"', reader->size - at - 2);
            if (!end)
                return 0;
            value.size = (size_t)(end - value.from);
            at = (size_t)(end - html) + 1;
        }
        const unsigned char *key = html + name;
        if (same(key, name_size, "class"))
            class = value;
        else if (same(key, name_size, "id"))
            id = value;
        else if (same(key, name_size, "hidden")
                 || (same(key, name_size, "style") && is_invisible(value.from, value.size)))
            *marks |= words->hidden;
        else if (same(key, name_size, "itemprop"))
            *marks |= words->properties.first[lookup(&words->properties, value.from, value.size)];
        else if (same(key, name_size, "role")) {
            int lower = 1;
            for (size_t i = 0; i < value.size; i++)
                lower &= value.from[i] >= 'a' && value.from[i] <= 'z';
            if (lower)
                *marks |= words->roles.first[lookup(&words->roles, value.from, value.size)];
        }
    }
    if (at >= reader->size || html[at] != '>')
        return 0;
    uint32_t left = 300;
    if (class.size)
        *marks |= name_marks(&words->names, class.from, class.size, &left);
    if (left && id.size) {
        left--; /* the space between */
        *marks |= name_marks(&words->names, id.from, id.size, &left);
    }
    return at;
}

/* The same without a look at them. */
static size_t skip_attributes(const struct reader *reader, size_t at)
{
    const unsigned char *html = reader->html;
    while (at < reader->size && html[at] == ' ') {
        for (at += 2; at < reader->size && html[at] != '=' && html[at] != ' ' && html[at] != '>'; at++)
            ;
        if (at + 1 < reader->size && html[at] == '=') {
            if (html[at + 1] != '"')
                return 0;
            const unsigned char *end = at + 2 < reader->size ? memchr(html + at + 2, '"', reader->size - at - 2) : NULL;
            if (!end)
                return 0;
            at = (size_t)(end - html) + 1;
        }
    }
    return at < reader->size && html[at] == '>' ? at : 0;
}

/* --- text ---------------------------------------------------------------------------------------------------------- */

static int ends_a_sentence(const unsigned char *text, size_t size)
{
    static const char *const wide[] = {"\xE2\x80\xA6", "\xE2\x80\x9D", "\xE2\x80\x99"};
    if (size && strchr(".!?:;\"')", text[size - 1]) && text[size - 1])
        return 1;
    for (int i = 0; size >= 3 && i < 3; i++)
        if (!memcmp(text + size - 3, wide[i], 3))
            return 1;
    return 0;
}

/* Letters as they are; what else stands in the words of furniture, as digits. */
static int sign(const unsigned char *from, size_t size, size_t *length)
{
    *length = 1;
    if (size > 1 && from[0] == 0xC2 && from[1] == 0xA9) {
        *length = 2;
        return 28;
    }
    if (*from == ' ')
        return 26;
    if (*from == '-')
        return 27;
    return *from >= '0' && *from <= '9' ? -1 : letter(*from);
}

static int is_furniture(const struct kt_page_trie *furniture, const unsigned char *text, size_t size)
{
    uint32_t node = 1;
    for (size_t i = 0, length; i < size; i += length) {
        node = step(furniture, node, sign(text + i, size - i, &length));
        if (!node)
            return 0;
        if (furniture->first[node] & 1)
            return 1;
        if (furniture->first[node] & 2) {
            size_t after = i + length;
            if (after == size || !(letter(text[after]) >= 0 || text[after] == '_'))
                return 1;
        }
    }
    return 0;
}

/* Ends the block at hand: counts what is known of its text. A block without text is forgotten. */
static void finish(struct reader *reader)
{
    struct kt_page_room *room = reader->room;
    if (!reader->has_block)
        return;
    reader->has_block = 0;
    const unsigned char *text = room->text + reader->start;
    size_t size = room->text_size - reader->start;
    if (!size) {
        reader->piece_count = (uint32_t)reader->row->piece;
        return;
    }
    struct kt_page_row *row = reader->row;
    row->words = 1;
    for (size_t i = 0; i < size; i++) {
        row->chars += (text[i] & 0xC0) != 0x80;
        if (text[i] == ' ') {
            row->words++;
            row->stops += i && (text[i - 1] == '.' || text[i - 1] == ',');
        }
    }
    row->linked = row->linked < row->chars ? row->linked : row->chars;
    row->ends = ends_a_sentence(text, size);
    row->furniture = is_furniture(&reader->words->furniture, text, size);
    row->pieces = (int32_t)(reader->piece_count - (uint32_t)row->piece);
    room->text[room->text_size++] = '\n';
    reader->kept++;
}

static int begin(struct reader *reader, const struct element *in)
{
    finish(reader);
    if (reader->blocks >= reader->words->max_blocks)
        return 0;
    reader->blocks++;
    reader->row = reader->room->rows + reader->kept;
    *reader->row = (struct kt_page_row){
        .depth = in->depth, .holder = (int32_t)in->number, .above = (int32_t)in->above, .tag_at = (int32_t)in->tag_at,
        .tag_end = (int32_t)in->tag_end, .piece = (int32_t)reader->piece_count,
    };
    size_t length = in->tag_end - in->tag_at;
    if (length == 2 && reader->html[in->tag_at] == 'h')
        reader->row->heading = reader->html[in->tag_at + 1] == '1' ? 1 : reader->html[in->tag_at + 1] == '2' ? 2 : 0;
    reader->room->marks[2 * (size_t)reader->kept] = in->marks;
    reader->room->marks[2 * (size_t)reader->kept + 1] = in->own | in->above_own;
    reader->has_block = 1;
    reader->broken = reader->space = 0;
    reader->taken = 0;
    reader->start = reader->room->text_size;
    reader->open = in->number;
    return 1;
}

/* Takes a text from `start` to `end` of the HTML. 0: there are enough blocks. */
static int take(struct reader *reader, const struct element *in, size_t start, size_t end, int raw)
{
    const unsigned char *html = reader->html;
    struct kt_page_room *room = reader->room;
    size_t at = start;
    while (at < end && is_ascii_space(html[at]) && html[at] != '\v')
        at++;
    if (at == end)
        return 1;
    if (!reader->has_block || reader->open != in->number)
        if (!begin(reader, in))
            return 0;
    room->pieces[reader->piece_count++] =
        (struct kt_page_piece){(int32_t)start, (int32_t)end, (in->linked ? 1 : 0) | (raw ? 2 : 0)};
    uint32_t count = 0;
    for (at = start; at < end;) {
        uint32_t code;
        size_t length = html[at] == '&' && !raw ? entity(html + at, end - at, &code) : 0;
        int written = length > 0;
        if (!length)
            length = code_point(html + at, end - at, &code);
        count++;
        if (reader->taken < reader->words->max_block) {
            reader->taken++;
            if (is_space(code))
                reader->space = 1;
            else {
                if (reader->space && room->text_size > reader->start)
                    room->text[room->text_size++] = ' ';
                reader->space = 0;
                if (written)
                    room->text[room->text_size++] = (unsigned char)code;
                else {
                    memcpy(room->text + room->text_size, html + at, length);
                    room->text_size += length;
                }
            }
        }
        at += length;
    }
    reader->broken = 0;
    if (in->linked) {
        reader->row->links++;
        reader->row->linked += (int32_t)count;
    }
    return 1;
}

static void line_break(struct reader *reader)
{
    if (!reader->has_block)
        return;
    if (reader->broken)
        reader->open = -1; /* two in a row part paragraphs */
    else {
        reader->room->pieces[reader->piece_count++] = (struct kt_page_piece){0, 0, 4};
        reader->broken = 1;
        if (reader->taken < reader->words->max_block) {
            reader->taken++;
            reader->space = 1;
        }
    }
}

/* --- elements ------------------------------------------------------------------------------------------------------ */

/* Where the contents of an element end that holds no elements: at its closing tag. */
static size_t raw_end(const struct reader *reader, size_t at, const unsigned char *name, size_t size)
{
    const unsigned char *html = reader->html;
    while (at < reader->size) {
        const unsigned char *found = memchr(html + at, '<', reader->size - at);
        if (!found)
            break;
        at = (size_t)(found - html);
        if (reader->size - at > size + 2 && html[at + 1] == '/' && !memcmp(html + at + 2, name, size)
            && html[at + 2 + size] == '>')
            return at;
        at++;
    }
    return reader->size;
}

static size_t comment_end(const struct reader *reader, size_t at)
{
    const unsigned char *html = reader->html;
    for (at += 4; at + 2 < reader->size; at++) {
        const unsigned char *found = memchr(html + at, '-', reader->size - at - 2);
        if (!found)
            break;
        at = (size_t)(found - html);
        if (html[at + 1] == '-' && html[at + 2] == '>')
            return at + 3;
    }
    return 0;
}

/* Reads the blocks of one element written out as HTML. The room holds a row and its two marks for every "<", a piece for
 * every "<", and as many bytes of text as the HTML has. Answers how many blocks there are; KT_REFUSED: this is not as the
 * parser writes; KT_TOO_LONG. */
KT_API int64_t kt_page_read(const unsigned char *html, size_t size, const struct kt_page_vocabulary *words, struct kt_page_room *room)
{
    struct element stack[MAX_DEPTH];
    struct reader reader = {.html = html, .size = size, .words = words, .room = room, .open = -1};
    int depth = 0;
    room->text_size = 0;
    if (size > KT_MAX_TEXT)
        return KT_TOO_LONG;
    for (size_t at = 0; at < size;) {
        if (html[at] != '<') {
            const unsigned char *found = memchr(html + at, '<', size - at);
            size_t end = found ? (size_t)(found - html) : size;
            if (!depth)
                return KT_REFUSED;
            if (!stack[depth - 1].skipped && !take(&reader, &stack[depth - 1], at, end, 0))
                return reader.kept;
            at = end;
            continue;
        }
        if (size - at >= 4 && !memcmp(html + at, "<!--", 4)) {
            at = comment_end(&reader, at);
            if (!at)
                return KT_REFUSED;
            continue;
        }
        int closing = at + 1 < size && html[at + 1] == '/';
        size_t name = at + 1 + (size_t)closing, end = name;
        while (end < size && html[end] != ' ' && html[end] != '>')
            end++;
        if (end >= size || end == name)
            return KT_REFUSED;
        if (closing) {
            struct element *top = depth ? &stack[depth - 1] : NULL;
            if (!top || html[end] != '>' || top->name_end - top->name_at != end - name
                || memcmp(html + top->name_at, html + name, end - name))
                return KT_REFUSED;
            at = end + 1;
            if (!--depth) {
                finish(&reader);
                return at == size ? (int64_t)reader.kept : KT_REFUSED;
            }
            continue;
        }
        const struct element root = {.tag_at = (uint32_t)name, .tag_end = (uint32_t)end};
        const struct element *in = depth ? &stack[depth - 1] : &root;
        uint32_t node = lookup(&words->elements, html + name, end - name);
        uint64_t kind = words->elements.first[node];
        struct element element = *in;
        element.name_at = (uint32_t)name;
        element.name_end = (uint32_t)end;
        size_t close;
        if (!depth || in->skipped || kind & (INLINE | SKIPPED | BREAK)) {
            close = skip_attributes(&reader, end);
            if (depth && !in->skipped) {
                if (kind & BREAK)
                    line_break(&reader);
                element.skipped = (kind & SKIPPED) != 0;
                element.linked = in->linked || (kind & LINK);
            }
        } else {
            uint64_t own = words->elements.second[node];
            close = read_attributes(&reader, end, &own);
            element.number = ++reader.number;
            element.above = in->number;
            element.marks = in->marks | own;
            element.own = own;
            element.above_own = in->own;
            element.depth = in->depth + 1;
            element.tag_at = (uint32_t)name;
            element.tag_end = (uint32_t)end;
            reader.open = -1;
        }
        if (!close)
            return KT_REFUSED;
        at = close + 1;
        if (kind & VOID) {
            if (!depth)
                return KT_REFUSED;
            continue;
        }
        if (depth == MAX_DEPTH)
            return KT_REFUSED;
        stack[depth++] = element;
        if (kind & RAW) {
            size_t stop = raw_end(&reader, at, html + name, end - name);
            if (!element.skipped && !take(&reader, &stack[depth - 1], at, stop, 1))
                return reader.kept;
            at = stop;
        }
    }
    return KT_REFUSED;
}
