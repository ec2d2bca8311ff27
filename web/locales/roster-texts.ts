/** The texts of the dialog for a roster, in both languages. They are loaded with it. */
export const rosterTexts = {
  en: {
    title: 'A whole class',
    lead: 'Choose the list (CSV with the columns name, file, standard, backdrop, copies) and the photos. Only «file» must be there.',
    list: 'Choose the list…',
    photos: 'Choose the photos…',
    folder: 'Choose a folder…',
    chosen: (list: string, photos: number) => `${list}, ${photos === 1 ? '1 photo' : `${photos} photos`}`,
    noList: 'No list yet',
    found: (found: number, rows: number) => `${found} of ${rows} rows have their photo.`,
    unnamed: (count: number) => `${count === 1 ? '1 photo is' : `${count} photos are`} in no row.`,
    row: (line: number, name: string, reason: string) => `Row ${line}${name && ` (${name})`}: ${reason}.`,
    make: (count: number) => (count === 1 ? 'Make 1 photo' : `Make ${count} photos`),
  },
  zh: {
    title: '整班制作',
    lead: '请选择名单（CSV，列名：姓名、文件、证件、背景、份数）和照片。只有“文件”一列必填。',
    list: '选择名单…',
    photos: '选择照片…',
    folder: '选择文件夹…',
    chosen: (list: string, photos: number) => `${list}，${photos} 张照片`,
    noList: '尚未选择名单',
    found: (found: number, rows: number) => `${rows} 行中有 ${found} 行找到照片。`,
    unnamed: (count: number) => `有 ${count} 张照片不在名单中。`,
    row: (line: number, name: string, reason: string) => `第 ${line} 行${name && `（${name}）`}：${reason}。`,
    make: (count: number) => `制作 ${count} 张`,
  },
} as const;
