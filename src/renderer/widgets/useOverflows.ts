import { useEffect, useState, type RefObject } from 'react'

/** Whether there is more in the box than it shows; its content must be its first child. */
export function useOverflows(box: RefObject<HTMLElement | null>): boolean {
  const [overflows, setOverflows] = useState(false)
  useEffect(() => {
    const element = box.current
    const content = element?.firstElementChild
    if (!element || !content) return undefined
    const observer = new ResizeObserver(() =>
      setOverflows(element.scrollHeight > element.clientHeight + 1),
    )
    observer.observe(element)
    observer.observe(content)
    return () => observer.disconnect()
  }, [box])
  return overflows
}
