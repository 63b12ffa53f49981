// Search on /cari/: shows the form, asks Pagefind, lists what it finds. Without this file the page is plain lists.
const STEP = 10;
const form = document.getElementById("cari");
const field = form.elements.q;
const list = document.getElementById("hasil");
const said = document.getElementById("jumlah");
const more = document.getElementById("lagi");
const choices = [...form.querySelectorAll("select")];
const days = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
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
  try {
    const filters = Object.fromEntries(choices.filter((choice) => choice.value).map((choice) => [choice.name, choice.value]));
    const answer = await (await load()).search(field.value.trim() || null, { filters });
    if (mine !== asked) return;
    found = answer.results;
  } catch {
    said.textContent = "Pencarian tidak bisa dimuat. Periksa sambungan internet, atau pakai daftar di bawah.";
    return;
  }
  const words = field.value.trim() ? ` untuk “${field.value.trim()}”` : "";
  said.textContent = found.length ? `${found.length} halaman${words}` : `Tidak ada halaman${words}. Coba kata lain, atau pakai daftar di bawah.`;
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
