package iam

// activityHeap gives the most active variable first.
type activityHeap struct {
	activity []float64
	heap     []int
	place    []int // by variable: its index in heap, or -1
}

func (h *activityHeap) grow(v int) {
	h.activity = append(h.activity, 0)
	h.place = append(h.place, -1)
	h.push(v)
}

func (h *activityHeap) push(v int) {
	if h.place[v] >= 0 {
		return
	}
	h.place[v] = len(h.heap)
	h.heap = append(h.heap, v)
	h.up(h.place[v])
}

func (h *activityHeap) raise(v int) {
	if h.place[v] >= 0 {
		h.up(h.place[v])
	}
}

func (h *activityHeap) pop() (int, bool) {
	if len(h.heap) == 0 {
		return 0, false
	}
	top, last := h.heap[0], len(h.heap)-1
	h.swap(0, last)
	h.heap = h.heap[:last]
	h.place[top] = -1
	h.down(0)
	return top, true
}

func (h *activityHeap) less(i, j int) bool { return h.activity[h.heap[i]] > h.activity[h.heap[j]] }

func (h *activityHeap) swap(i, j int) {
	h.heap[i], h.heap[j] = h.heap[j], h.heap[i]
	h.place[h.heap[i]], h.place[h.heap[j]] = i, j
}

func (h *activityHeap) up(i int) {
	for i > 0 && h.less(i, (i-1)/2) {
		h.swap(i, (i-1)/2)
		i = (i - 1) / 2
	}
}

func (h *activityHeap) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(h.heap) {
			return
		}
		if child+1 < len(h.heap) && h.less(child+1, child) {
			child++
		}
		if !h.less(child, i) {
			return
		}
		h.swap(i, child)
		i = child
	}
}
