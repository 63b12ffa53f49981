// Search on /cari/: shows the form, asks Pagefind, lists what it finds. Without this file the page is plain lists.
const STEP = 10;
const form = document.getElementById("cari");
const field = form.elements.q;
const list = document.getElementById("hasil");
const said = document.getElementById("jumlah");
const more = document.getElementById("lagi");
const choices = [...form.querySelectorAll("select")];
const days = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const FILLERS = new Set(("ada adalah agar aku anda apa apakah bagaimana bagi bahwa bila bisa boleh cara dalam dan dapat " +
  "dari dengan di dia harus hendak ingin ini itu jadi jika juga kah kalau kami kapan karena ke kita lalu mana mau mengapa " +
  "mereka oleh pada para saat saja sampai saya sebagai sedang siapa sudah supaya tapi tentang tetapi untuk yang ya").split(" "));
let engine, found = [], shown = 0, asked = 0;

async function load() {
  if (!engine) {
    engine = await import("../../pagefind/pagefind.js");
    await engine.init();
    const filters = await engine.filters();
    for (const choice of choices) {
      for (const [value, count] of Object.entries(filters[choice.name] ?? {}).sort()) {
        choice.add(new Option(`${value} (${count})`, value));
      }
      choice.value = new URLSearchParams(location.search).get(choice.name) ?? "";
    }
  }
  return engine;
}

function address() {
  const query = new URLSearchParams();
  for (const part of [field, ...choices]) if (part.value.trim()) query.set(part.name, part.value.trim());
  return query;
}

function entry(data) {
  const item = document.createElement("li");
  item.className = "item";
  const kind = document.createElement("p");
  kind.className = "kind";
  kind.textContent = data.meta.jenis;
  const head = document.createElement("h3");
  const link = document.createElement("a");
  link.href = new URL(`..${data.raw_url}${form.dataset.berkas ?? ""}`, location.href).href;
  link.textContent = data.meta.judul;
  head.append(link);
  const words = document.createElement("p");
  words.textContent = data.meta.ringkasan;
  item.append(kind, head, words);
  if (data.meta.tanda) {
    const mark = document.createElement("p");
    const chip = document.createElement("span");
    chip.className = "chip chip-sample";
    chip.textContent = data.meta.tanda;
    mark.append(chip);
    item.append(mark);
  }
  if (data.meta.tanggal) {
    const day = document.createElement("p");
    day.className = "meta";
    day.textContent = days.format(new Date(`${data.meta.tanggal}T00:00:00Z`));
    item.append(day);
  }
  return item;
}

// Pages with all words first; when they are few, pages with at least half of them, those with most words first.
async function look(words, filters) {
  const asked = words.split(/\s+/).filter((word) => !FILLERS.has(word.toLowerCase().replace(/[?.,!]/g, "")));
  const whole = (await (await load()).search(asked.join(" ") || words || null, { filters })).results;
  if (whole.length >= 3 || asked.length < 2) return { results: whole, parts: false };
  const known = new Set(whole.map((result) => result.id));
  const parts = new Map();
  for (const word of asked) {
    for (const result of (await engine.search(word, { filters })).results) {
      const part = parts.get(result.id) ?? { result, words: 0, score: 0 };
      part.words += 1;
      part.score += result.score;
      parts.set(result.id, part);
    }
  }
  const more = [...parts.values()].filter((part) => part.words * 2 >= asked.length && !known.has(part.result.id))
    .sort((one, other) => other.words - one.words || other.score - one.score);
  return { results: [...whole, ...more.map((part) => part.result)], parts: more.length > 0 };
}

async function show() {
  const now = asked;
  const next = await Promise.all(found.slice(shown, shown + STEP).map((result) => result.data()));
  if (now !== asked) return;
  const first = list.children.length;
  list.append(...next.map(entry));
  shown += next.length;
  more.hidden = shown >= found.length;
  if (first) list.children[first]?.querySelector("a").focus();
}

async function search() {
  const mine = ++asked;
  const query = address();
  history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
  list.replaceChildren();
  shown = 0;
  more.hidden = true;
  if (!query.size) {
    said.textContent = "";
    return;
  }
  said.textContent = "Mencari…";
  let parts = false;
  try {
    const filters = Object.fromEntries(choices.filter((choice) => choice.value).map((choice) => [choice.name, choice.value]));
    const answer = await look(field.value.trim(), filters);
    if (mine !== asked) return;
    ({ results: found, parts } = answer);
  } catch {
    said.textContent = "Pencarian tidak bisa dimuat. Periksa sambungan internet, atau pakai daftar di bawah.";
    return;
  }
  const words = field.value.trim() ? ` untuk “${field.value.trim()}”` : "";
  said.textContent = found.length ? `${found.length} halaman${words}${parts ? ", sebagian tidak memuat semua kata" : ""}` : `Tidak ada halaman${words}. Coba kata lain, atau pakai daftar di bawah.`;
  await show();
}

form.hidden = false;
document.getElementById("tanpa-cari").hidden = true;
field.value = new URLSearchParams(location.search).get("q") ?? "";
form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
field.addEventListener("focus", () => load().catch(() => {}), { once: true });
for (const choice of choices) choice.addEventListener("change", search);
more.addEventListener("click", show);
if (location.search) load().then(search, search);
