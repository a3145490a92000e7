import { type FileView, isUnderWay } from '@/components/usage-file/file-view';

/**
 * Follows a file until its reading has ended, by its event stream. Each event is the whole file, so that a page that was
 * reloaded, or a browser that reconnected, has missed nothing. Answers how to stop.
 */
export function followFile(fileId: string, onUpdate: (file: FileView) => void): () => void {
  const source = new EventSource(`/api/v1/usage-files/${fileId}/events`);
  source.addEventListener('file', (event: MessageEvent<string>) => {
    const file = JSON.parse(event.data) as FileView;
    onUpdate(file);
    if (!isUnderWay(file.state)) source.close();
  });
  return () => source.close();
}
