const list = document.getElementById('goods');
const news = document.getElementById('news');

async function order(good) {
  const answer = await fetch(`/api/orders/${good.id}`, { method: 'POST' });
  const body = await answer.json();
  news.textContent = answer.ok ? `${good.name} is on its way (order ${body.order}).` : body.error;
}

function entry(good) {
  const item = document.createElement('li');
  const name = item.appendChild(document.createElement('span'));
  name.textContent = good.name;
  item.append((good.cents / 100).toFixed(2));
  const button = item.appendChild(document.createElement('button'));
  button.textContent = 'Order';
  button.addEventListener('click', () => order(good));
  return item;
}

fetch('/api/goods')
  .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
  .then((goods) => list.replaceChildren(...goods.map(entry)))
  .catch((problem) => { list.textContent = `The goods cannot be shown (${problem}).`; });
